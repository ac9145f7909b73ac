/** Nodes where they are, without tiles: size and color say how much they have to do, lines what flows between them. */
import { Group, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Named, placed } from "./labels";
import classes from "./NodeMap.module.css";
import { fitted, type Place, type Point } from "./projection";

export type MapNode = Place & {
  id: string;
  name: string;
  /** What it is: a distribution center is a square. */
  square?: boolean;
  /** From 0 (idle) to 1 (full); above 1 it has more to do than it can. */
  load?: number;
  /** In words, for the tooltip and for those who do not see the map. */
  says: string;
  mark?: "chosen" | "alternative" | "passed_over";
  /** Something there needs a person. */
  warned?: boolean;
  /** It only shows where the others are, and leads nowhere. */
  aside?: boolean;
};

export type Flow = {
  from: Place;
  to: Place /** 0 to 1 of the largest flow. */;
  share: number;
  says: string;
  kind?: "chosen" | "alternative";
};

type Props = {
  label: string;
  nodes: readonly MapNode[];
  flows?: readonly Flow[];
  target?: Place;
  height?: number;
  onNode?: (id: string) => void;
  /** Whether it says what colors and shapes mean. */
  legend?: boolean;
};

const MARGIN = 28;
const PIN_RADIUS = 12;
/** How far the ring of what needs somebody is from its dot. */
const RING = 4;

/** The map. Each node can be reached by keyboard and leads to its page. */
export function NodeMap({ label, nodes, flows = [], target, height = 420, onNode, legend }: Props) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const places = useMemo(
    () => [...nodes, ...flows.flatMap((flow) => [flow.from, flow.to]), ...(target ? [target] : [])],
    [nodes, flows, target],
  );
  const at = useMemo(() => fitted(places, Math.max(width, 1), height, MARGIN), [places, width, height]);
  const labels = useMemo(() => {
    const dots = nodes.map((node): Named => ({ id: node.id, at: at(node), radius: reachOf(node), text: node.name }));
    const rank = new Map(nodes.map((node) => [node.id, rankOf(node)]));
    const named = dots.filter((dot) => (rank.get(dot.id) ?? 0) > 0);
    named.sort((one, other) => (rank.get(other.id) ?? 0) - (rank.get(one.id) ?? 0));
    const pin = target && { x: at(target).x, y: at(target).y - PIN_RADIUS };
    return placed(named, pin ? [...dots, { id: "", at: pin, radius: PIN_RADIUS, text: "" }] : dots, width, height);
  }, [nodes, target, at, width, height]);
  const marked = nodes.some((node) => node.mark);
  const kinds = marked ? MARKS : nodes.some((node) => node.aside) ? [...LEVELS, "around" as const] : LEVELS;
  return (
    <div className={classes.map}>
      <div ref={ref} style={{ height }}>
        {width > 0 && places.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a picture whose nodes can be reached is no fieldset
          <svg width={width} height={height} role="group" aria-label={label}>
            <title>{label}</title>
            {flows.map((flow) => {
              const [from, to] = [at(flow.from), at(flow.to)];
              return (
                <path
                  key={flow.says}
                  className={classes[`flow_${flow.kind ?? "plain"}`]}
                  d={`M${from.x} ${from.y} Q${(from.x + to.x) / 2} ${(from.y + to.y) / 2 - Math.abs(to.x - from.x) / 6} ${to.x} ${to.y}`}
                  strokeWidth={1 + 5 * flow.share}
                >
                  <title>{flow.says}</title>
                </path>
              );
            })}
            {nodes.map((node) => (
              <Dot key={node.id} node={node} point={at(node)} labelled={labels.has(node.id)} onNode={onNode} />
            ))}
            {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused; each dot says its name itself */}
            <g aria-hidden="true">
              {nodes.map((node) => {
                const label = labels.get(node.id);
                return (
                  label && (
                    <text key={node.id} x={label.x} y={label.y} textAnchor={label.anchor}>
                      {node.name}
                    </text>
                  )
                );
              })}
            </g>
            {target && (
              <g transform={`translate(${at(target).x} ${at(target).y})`}>
                <title>{t("map.customer")}</title>
                <path className={classes.target} d="M0 0 C-10 -12 -9 -24 0 -24 C9 -24 10 -12 0 0Z" />
              </g>
            )}
          </svg>
        )}
      </div>
      {legend && <Legend kinds={kinds} />}
    </div>
  );
}

const LEVELS = ["idle", "busy", "full", "warned"] as const;
const MARKS = ["chosen", "alternative", "passed_over"] as const;

/** Whose names are written: first whom it is about, then the large ones; the names of others are seen when they are pointed at. */
function rankOf(node: MapNode): number {
  if (node.aside) return 1;
  if (node.mark !== undefined) return { chosen: 4, alternative: 3, passed_over: 0 }[node.mark];
  return node.square ? 3 : 2;
}

function radiusOf(node: MapNode): number {
  if (node.aside) return 4;
  return node.mark === "chosen" ? 9 : 5 + 5 * Math.min(1, node.load ?? 0);
}

function reachOf(node: MapNode): number {
  return radiusOf(node) + (node.warned ? RING : 0);
}

type Kind = (typeof LEVELS)[number] | (typeof MARKS)[number] | "around";

function Legend({ kinds }: { kinds: readonly Kind[] }) {
  const { t } = useTranslation();
  return (
    <Group gap="md" px="sm" pb="xs">
      {kinds.map((kind) => (
        <Group key={kind} gap={6}>
          <svg width={12} height={12} aria-hidden="true">
            <circle cx={6} cy={6} r={kind === "warned" ? 4 : 5} className={classes[kind]} />
          </svg>
          <Text size="xs">{t(`map.${kind}`)}</Text>
        </Group>
      ))}
      <Group gap={6}>
        <svg width={12} height={12} aria-hidden="true">
          <rect x={1} y={1} width={10} height={10} rx={2} className={classes.passed_over} />
        </svg>
        <Text size="xs">{t("nodeKind.distribution_center")}</Text>
      </Group>
    </Group>
  );
}

type DotProps = {
  node: MapNode;
  point: Point;
  /** Whether its name has a place on the map; else it is shown when it is pointed at. */
  labelled: boolean;
  onNode?: ((id: string) => void) | undefined;
};

function Dot({ node, point, labelled, onNode }: DotProps) {
  const radius = radiusOf(node);
  const shape = node.square ? (
    <rect x={-radius} y={-radius} width={2 * radius} height={2 * radius} rx={2} />
  ) : (
    <circle r={radius} />
  );
  const drawn = (
    <>
      <title>{node.says === "" ? node.name : `${node.name}: ${node.says}`}</title>
      {node.warned && <circle r={radius + RING} className={classes.warned} />}
      {shape}
      {!labelled && (
        <text y={-radius - 5} className={classes.unplaced}>
          {node.name}
        </text>
      )}
    </>
  );
  const transform = `translate(${point.x} ${point.y})`;
  if (node.aside) {
    return (
      <g className={`${classes.dot} ${classes.around}`} transform={transform}>
        {drawn}
      </g>
    );
  }
  const open = () => onNode?.(node.id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand within a picture
    <g
      role="button"
      tabIndex={0}
      aria-label={`${node.name}: ${node.says}`}
      className={`${classes.dot} ${classes[node.mark ?? level(node.load ?? 0)]}`}
      transform={transform}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") open();
      }}
    >
      {drawn}
    </g>
  );
}

function level(load: number): "idle" | "busy" | "full" {
  return load >= 1 ? "full" : load >= 0.7 ? "busy" : "idle";
}
