/** A quantity to be set with two thumbs or typed. */
import { useTranslation } from "react-i18next";

/** `label` says what is counted; nothing typed is null. */
export function Amount(props: { label: string; value: number | null; onChange: (value: number | null) => void }) {
  const { t } = useTranslation();
  const { label, value, onChange } = props;
  const typed = (text: string) => {
    const number = Number(text.replace(",", "."));
    onChange(text.trim() === "" || !Number.isFinite(number) || number < 0 ? null : number);
  };
  return (
    <div className="count-buttons">
      <button
        type="button"
        aria-label={t("amount.less", { what: label })}
        onClick={() => onChange(Math.max(0, (value ?? 0) - 1))}
      >
        −
      </button>
      <input
        aria-label={label}
        inputMode="decimal"
        value={value ?? ""}
        onChange={(event) => typed(event.target.value)}
      />
      <button type="button" aria-label={t("amount.more", { what: label })} onClick={() => onChange((value ?? 0) + 1)}>
        +
      </button>
    </div>
  );
}
