const LIGHT = {
  card: '#ffffff',
  edge: '#d1d9e0',
  lane: '#f6f8fa',
  grid: '#d1d9e0',
  ink: '#1f2328',
  muted: '#59636e',
  blue: '#0969da',
  pale: '#b6e3ff',
  grey: '#818b98',
  red: '#cf222e',
  green: '#1a7f37',
};

const DARK: typeof LIGHT = {
  card: '#0d1117',
  edge: '#3d444d',
  lane: '#151b23',
  grid: '#3d444d',
  ink: '#f0f6fc',
  muted: '#9198a1',
  blue: '#4493f8',
  pale: '#123d70',
  grey: '#818b98',
  red: '#f85149',
  green: '#3fb950',
};

/**
 * Colours for a light and a dark page.
 *
 * The picture has a background of its own: an image follows the system's scheme even where the page around it
 * was told to use the other one.
 */
export const STYLE = `
text { font: 13px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
.title { font-size: 18px; font-weight: 600; }
.stage { font-size: 15px; font-weight: 600; }
.small { font-size: 12px; }
.tag { font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
${colours(LIGHT)}
@media (prefers-color-scheme: dark) {
${colours(DARK)}
}
`;

function colours(of: typeof LIGHT): string {
  return `.card { fill: ${of.card}; stroke: ${of.edge}; }
.lane { fill: ${of.lane}; }
.month { stroke: ${of.grid}; stroke-opacity: 0.6; }
.new-year { stroke: ${of.grey}; stroke-dasharray: 3 3; }
.ink { fill: ${of.ink}; }
.muted { fill: ${of.muted}; }
.at-hand { fill: ${of.blue}; }
.untagged { fill: ${of.pale}; stroke: ${of.blue}; }
.archived { fill: url(#hatch); stroke: ${of.grey}; }
.hatch { stroke: ${of.grey}; }
.push { fill: ${of.ink}; }
.pull { fill: ${of.card}; }
.untagged-pull { fill: ${of.blue}; }
.failed { fill: ${of.card}; stroke: ${of.red}; stroke-width: 1.8; }
.restored { fill: ${of.green}; }
.expired { fill: none; stroke: ${of.red}; stroke-width: 2.2; stroke-linecap: round; }
.later { fill: none; stroke: ${of.muted}; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }`;
}
