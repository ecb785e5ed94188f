/** A name of the API as people read it: `homePort` as `Home port`. */
export function readable(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
