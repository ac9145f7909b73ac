/** What the server says in the little Markdown that it writes: headings, lists, strong words. */
import { Code, List, Stack, Text } from "@mantine/core";
import { Fragment } from "react";

/** The text; its first heading is left out, for the page has one. */
export function Prose({ text }: { text: string }) {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim() !== "" && !block.startsWith("# "));
  return (
    <Stack gap="xs">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text does not move its blocks
        <Block key={index} text={block} />
      ))}
    </Stack>
  );
}

function Block({ text }: { text: string }) {
  if (/^#+ /.test(text))
    return (
      <Text component="h3" fw={700} size="md" m={0}>
        {text.replace(/^#+ /, "")}
      </Text>
    );
  const lines = text.split("\n");
  const items = lines.filter((line) => /^\s*(-|\d+\.) /.test(line));
  if (items.length === lines.length)
    return (
      <List size="sm">
        {items.map((item) => (
          <List.Item key={item}>
            <Words text={item.replace(/^\s*(-|\d+\.) /, "")} />
          </List.Item>
        ))}
      </List>
    );
  return (
    <Text size="sm" style={{ whiteSpace: "pre-line" }}>
      <Words text={text} />
    </Text>
  );
}

function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Fragment key={index}>
          {part.startsWith("**") ? (
            <strong>{part.slice(2, -2)}</strong>
          ) : part.startsWith("`") ? (
            <Code>{part.slice(1, -1)}</Code>
          ) : (
            part
          )}
        </Fragment>
      ))}
    </>
  );
}
