/** Drawings for buttons; the words beside them, or the button's name, say what they mean. */

const LINES = {
  queue: "M4 6h16M4 12h16M4 18h10",
  arrivals: "M3 7h11v9H3zM14 10h4l3 3v3h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4M17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  counts: "M9 4 7 20M17 4l-2 16M4 9h17M3 15h17",
  returns: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  stock: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5 21 21",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 17a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21a8 8 0 0 1 16 0",
  back: "M15 5l-7 7 7 7",
  check: "M5 13l4 4L19 7",
  cross: "M6 6l12 12M18 6L6 18",
  cut: "M3 3l18 18M8.5 16.5a5 5 0 0 1 7 0M5 13a10 10 0 0 1 5-2.7M19 13a10 10 0 0 0-3-2M2 9a15 15 0 0 1 4-2.5M22 9a15 15 0 0 0-11-4",
} as const;

export type IconName = keyof typeof LINES;

/** One of them, as large as the words around it. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={LINES[name]} />
    </svg>
  );
}
