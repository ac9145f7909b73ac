/** For those whose app is the other one; with the styles that only this page needs. */
import "@mantine/core/styles/Overlay.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/Divider.css";
import "@mantine/core/styles/Menu.css";

export { WrongApp as default } from "@shared/ui/WrongApp";
