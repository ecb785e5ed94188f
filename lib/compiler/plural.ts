const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(person)$/i, 'people'],
  [/(child)$/i, 'children'],
  [/(sis)$/i, 'ses'],
  [/(status|alias|bus)$/i, '$1es'],
  [/([^aeiou])y$/i, '$1ies'],
  [/(s|x|z|ch|sh)$/i, '$1es'],
  [/((?:^|[^aeiou])i)fe$/i, '$1ves'],
  [/(shel|hal|sel|cal|wol|lea|shea|loa|thie|scar)f$/i, '$1ves'],
  [/$/, 's'],
];

/** The English plural of a name by the common rules; `@Manager({ plural })` has the last word. */
export function plural(name: string): string {
  const rule = ENDINGS.find(([ending]) => ending.test(name));
  return rule ? name.replace(rule[0], matchCase(rule[1], name)) : name;
}

/** `salesPerson` gives `salesPeople`. */
function matchCase(ending: string, name: string): string {
  const irregular = /(person|child)$/i.exec(name)?.[0];
  return irregular && /^[A-Z]/.test(irregular) ? ending.charAt(0).toUpperCase() + ending.slice(1) : ending;
}
