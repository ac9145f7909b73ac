/** Finds orders, SKUs, nodes, returns and holds by a few letters of what is known of them. */
import { Combobox, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { formatMoment } from "@shared/i18n/formats";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { searchRead } from "../insights";

const PAUSE_MS = 80;

/** The field in the frame; what is chosen is opened. */
export function Search() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text, PAUSE_MS);
  const { data, isFetching } = useQuery(searchRead(asked));
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const open = (value: string) => {
    const [kind = "", ...rest] = value.split(":");
    const id = rest.join(":");
    setText("");
    box.closeDropdown();
    if (kind === "order") void navigate({ to: "/orders/$id", params: { id } });
    if (kind === "sku") void navigate({ to: "/skus/$sku", params: { sku: id } });
    if (kind === "node") void navigate({ to: "/nodes/$id", params: { id } });
    if (kind === "return") void navigate({ to: "/returns/$id", params: { id } });
    if (kind === "hold") void navigate({ to: "/holds/$id", params: { id } });
  };
  const groups = [
    [
      "order",
      "search.orders",
      (data?.orders ?? []).map((each) => [
        each.id,
        `${each.reference ?? each.id} · ${t(`orderStatus.${each.status}`)}`,
      ]),
    ],
    ["sku", "search.skus", (data?.skus ?? []).map((each) => [each.id, `${each.name} · ${each.id}`])],
    ["node", "search.nodes", (data?.nodes ?? []).map((each) => [each.id, `${each.name} · ${each.id}`])],
    [
      "return",
      "search.returns",
      (data?.returns ?? []).map((each) => [
        each.id,
        `${each.receipt ?? each.id} · ${t(`returnStatus.${each.status}`)}`,
      ]),
    ],
    [
      "hold",
      "search.holds",
      (data?.holds ?? []).map((each) => [each.id, `${each.reference ?? each.id} · ${formatMoment(each.placed_at)}`]),
    ],
  ] as const;
  const found = groups.some(([, , rows]) => rows.length > 0);
  return (
    <Combobox store={box} onOptionSubmit={open}>
      <Combobox.Target>
        <TextInput
          type="search"
          aria-label={t("search.label")}
          placeholder={t("search.label")}
          w="min(28rem, 45vw)"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            box.openDropdown();
            box.updateSelectedOptionIndex();
          }}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          rightSection={isFetching ? <Loader size="xs" /> : null}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked.trim().length < 2 || data === undefined}>
        <Combobox.Options mah={400} style={{ overflowY: "auto" }}>
          {!found && <Combobox.Empty>{t("search.nothing", { text: asked })}</Combobox.Empty>}
          {groups
            .filter(([, , rows]) => rows.length > 0)
            .map(([kind, words, rows]) => (
              <Combobox.Group key={kind} label={t(words)}>
                {rows.map(([id, label]) => (
                  <Combobox.Option key={id} value={`${kind}:${id}`}>
                    {label}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
