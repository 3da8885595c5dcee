/** An element of SVG; text is escaped, numbers are rounded, so that the bytes are the same everywhere. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...content: readonly string[]
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(value)}"`);
  const open = `<${name}${written.join('')}`;
  if (content.length === 0) return `${open}/>`;
  // White space would show in text.
  const isBlock = content.some((part) => part.startsWith('<'));
  return isBlock ? `${open}>\n${content.join('\n')}\n</${name}>` : `${open}>${content.join('')}</${name}>`;
}

export function text(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function attribute(value: string | number): string {
  return typeof value === 'number'
    ? String(Math.round(value * 10) / 10)
    : text(value).replaceAll('"', '&quot;');
}

/** A line of text from `x` on. */
export function label(content: string, x: number, y: number, style: string): string {
  return element('text', { class: style, x, y }, text(content));
}
