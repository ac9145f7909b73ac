/** The look of both apps: colors with enough contrast in light and dark, and targets that a thumb can hit. */
import { createTheme } from "@mantine/core";

export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: 8, // in dark too: words on it are chosen for one shade
  autoContrast: true,
  luminanceThreshold: 0.185, // where white and black words stand out equally, a little above
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  cursorType: "pointer",
});
