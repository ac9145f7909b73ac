/** One order: what it is, who does it, what happened to it, and why. */

import { Badge, Card, Grid, Group, Skeleton, Stack, Table, Text, Timeline, Title } from "@mantine/core";
import { answered, api, type Schema } from "@shared/api/client";
import { newKey } from "@shared/api/keys";
import { allows } from "@shared/api/session";
import { formatMoment, formatMoney, formatNumber } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { lifeRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { AskReason } from "../parts/AskReason";
import { Explanation } from "../parts/Explanation";
import { useNodeName, useSkuNames } from "../parts/names";
import { ReturnTable } from "../parts/ReturnTable";
import { sayEvent } from "../parts/saying";
import { orderRead, returnsOfOrderRead } from "../reads";
import { FULFILLMENT_COLORS, ORDER_COLORS } from "../states";

type Details = Schema<"OrderDetails">;

const here = getRouteApi("/orders/$id");

/** The page. */
export function Order() {
  const { id } = here.useParams();
  const { data: order, error, refetch } = useQuery(orderRead(id));
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!order) return <Skeleton height={500} />;
  return (
    <Stack>
      <Head order={order} />
      <Grid>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack>
            <Lines order={order} />
            <Fulfillments order={order} />
            <Returned id={order.order_id} />
            <Explanation order={order} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack>
            <Deliveries order={order} />
            <Life id={id} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

const ENDED = new Set(["cancelled", "completed", "shipped"]);

function Head({ order }: { order: Details }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "__root__" });
  return (
    <Group justify="space-between">
      <Group>
        <Title order={1}>{order.reference ?? order.order_id.slice(0, 13)}</Title>
        <Badge size="lg" color={ORDER_COLORS[order.status]} variant="light">
          {t(`orderStatus.${order.status}`)}
        </Badge>
        <Text c="dimmed">
          {order.channel} · {formatMoment(order.placed_at)} · {t(`payment.${order.payment}`)}
        </Text>
      </Group>
      {allows(session, "sell") && !ENDED.has(order.status) && <CancelOrder id={order.order_id} />}
    </Group>
  );
}

function CancelOrder({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const cancel = async (reason: string) => {
    await answered(
      api.POST("/v1/orders/{order_id}/cancel", {
        params: { path: { order_id: id }, header: { "Idempotency-Key": newKey() } },
        body: { reason },
      }),
    );
    notify({ kind: "good", text: t("order.cancelled") });
    void client.invalidateQueries({ queryKey: ["order", id] });
  };
  return (
    <AskReason
      title={t("order.cancelTitle")}
      label={t("order.reason")}
      step={t("order.cancel")}
      leave={t("order.keep")}
      color="red"
      variant="light"
      onStep={cancel}
    />
  );
}

function Lines({ order }: { order: Details }) {
  const { t } = useTranslation();
  const names = useSkuNames(order.lines.map((line) => line.sku));
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {t("order.lines")}
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("order.sku")}</Table.Th>
            {["quantity", "fulfilled", "short", "cancelled", "returned", "price"].map((each) => (
              <Table.Th key={each} ta="right">
                {t(`order.${each}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.lines.map((line) => (
            <Table.Tr key={line.line}>
              <Table.Td>
                <AnchorLink to="/skus/$sku" params={{ sku: line.sku }}>
                  {names.get(line.sku) ?? line.sku}
                </AnchorLink>
                {names.has(line.sku) && (
                  <Text size="xs" c="dimmed">
                    {line.sku}
                  </Text>
                )}
              </Table.Td>
              {[line.quantity, line.fulfilled, line.short, line.cancelled, line.returned].map((quantity, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
                <Table.Td key={column} ta="right">
                  {quantity === undefined || quantity === 0 ? "" : formatNumber(quantity, 3)}
                </Table.Td>
              ))}
              <Table.Td ta="right">
                {line.unit_price != null && order.currency ? formatMoney(line.unit_price, order.currency) : ""}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Fulfillments({ order }: { order: Details }) {
  const { t } = useTranslation();
  const nodeName = useNodeName();
  const names = useSkuNames(order.fulfillment_orders.flatMap((each) => each.lines.map((line) => line.sku)));
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {t("order.fulfillments")}
      </Title>
      {order.fulfillment_orders.length === 0 && <Text c="dimmed">{t("order.noFulfillments")}</Text>}
      <Table>
        <Table.Tbody>
          {order.fulfillment_orders.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Td>
                <AnchorLink to="/nodes/$id" params={{ id: each.node }}>
                  {nodeName(each.node)}
                </AnchorLink>
              </Table.Td>
              <Table.Td>
                <Badge color={FULFILLMENT_COLORS[each.status]} variant="light" miw="max-content">
                  {t(`fulfillmentStatus.${each.status}`)}
                </Badge>
              </Table.Td>
              <Table.Td>
                {each.lines
                  .map((line) => `${formatNumber(line.quantity, 3)} × ${names.get(line.sku) ?? line.sku}`)
                  .join(", ")}
              </Table.Td>
              <Table.Td>
                {[each.cause && t(`cause.${each.cause}`), each.reason, each.carrier, each.tracking]
                  .filter(Boolean)
                  .join(" · ")}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Returned({ id }: { id: string }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "__root__" });
  const own = session.nodes?.join(",");
  const { data } = useQuery(returnsOfOrderRead(id, own));
  if (!data || data.length === 0) return null;
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {t("returns.title")}
      </Title>
      <ReturnTable returns={data} fileName={`returns-${id}`} />
    </Card>
  );
}

function Deliveries({ order }: { order: Details }) {
  const { t } = useTranslation();
  const nodeName = useNodeName();
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {t("order.deliveries")}
      </Title>
      <Stack gap="sm" mt="xs">
        {order.deliveries.map((delivery) => (
          <div key={delivery.number}>
            <Text fw={600}>
              {[t(`method.${delivery.method}`), delivery.pickup_node && nodeName(delivery.pickup_node)]
                .filter(Boolean)
                .join(" · ")}
            </Text>
            {delivery.ship_to && <Address to={delivery.ship_to} />}
            {delivery.promised_until && !ENDED.has(order.status) && (
              <Text size="sm">{t("order.promisedUntil", { moment: formatMoment(delivery.promised_until) })}</Text>
            )}
          </div>
        ))}
      </Stack>
    </Card>
  );
}

function Address({ to }: { to: Schema<"ShipTo"> }) {
  const { recipient, street, postal_code, city, region, country } = to;
  const lines = [recipient, street, [postal_code, city].filter(Boolean).join(" "), region, country];
  return (
    <Text component="address" size="sm" fs="normal">
      {lines.filter(Boolean).map((line) => (
        <Text key={line} component="span" size="sm" display="block">
          {line}
        </Text>
      ))}
    </Text>
  );
}

function Life({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(lifeRead(id));
  if (!data) return <Skeleton height={200} />;
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {t("order.life")}
      </Title>
      <Timeline active={data.events.length - 1} bulletSize={14} lineWidth={2}>
        {data.events.map((event) => (
          <Timeline.Item key={event.event_id}>
            <Text size="sm">{sayEvent(event, t, data.names)}</Text>
            <Text size="xs" c="dimmed">
              {formatMoment(event.at)}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Card>
  );
}
