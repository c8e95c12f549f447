import { createTheme } from "@mantine/core";

// Colours and fonts that are CSS variables stand in app.css: the policy of the page forbids styles made by scripts.
export const theme = createTheme({ primaryColor: "cyan", defaultRadius: "md", cursorType: "pointer" });
