/** The kebab-case of a PascalCase name: `HTTPServer2Proxy` gives `http-server2-proxy`. */
export function kebabCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** The nearest PascalCase spelling, empty if there is none: `sample-image` gives `SampleImage`. */
export function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^\d+/, '')
    .replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
