/** Gives the browser a file to keep. */

/** Text, or a data URL such as a chart's picture. */
export function saveFile(name: string, type: string, content: string): void {
  const url = content.startsWith("data:") ? content : URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  if (!content.startsWith("data:")) setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
