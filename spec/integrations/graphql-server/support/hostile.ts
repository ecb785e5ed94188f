const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');
const chain = (count: number, make: (next: string) => string): string =>
  repeat(count, (index) => `fragment F${index} on Node { ${make(`...F${index + 1}`)} }`);

/** Documents that cost a server much more than they cost who sends them, each at about the size that the limits let pass. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'deep selections': `{ node ${'{ next '.repeat(190)}{ name } ${'}'.repeat(190)} }`,
  'deep fragments': `{ node { ...F0 } } ${chain(240, (next) => `next { ${next} }`)} fragment F240 on Node { name }`,
  'chained fragments': `{ node { ...F0 } } ${chain(400, (next) => next)} fragment F400 on Node { name }`,
  'binary fan-out': `{ node { ...F0 } } ${chain(200, (next) => `next { ${next} } next { ${next} }`)} fragment F200 on Node { name }`,
  'binary fan-out in one set': `{ node { ...F0 } } ${chain(300, (next) => `${next} ${next}`)} fragment F300 on Node { name }`,
  'fan-out by ten': `{ node { ...F0 } } ${chain(60, (next) => `${next} `.repeat(10))} fragment F60 on Node { name }`,
  aliases: `{ node { ${repeat(1200, (index) => `a${index}: name`)} } }`,
  'aliases of lists': `{ ${repeat(900, (index) => `a${index}: node { name }`)} }`,
  directives: `{ hello ${'@skip(if: false) '.repeat(600)} }`,
  'unknown directives': `{ hello ${repeat(1500, (index) => `@d${index}`)} }`,
  'cyclic fragments': `{ node { ...F0 } } ${repeat(60, (index) => `fragment F${index} on Node { ${repeat(20, (other) => `...F${(index + other) % 60}`)} }`)}`,
  'a cycle of two': `{ node { ...A } } fragment A on Node { ${'next { ...B } '.repeat(60)} } fragment B on Node { ${'next { ...A } '.repeat(60)} }`,
  'a large cycle': `{ node { ...F0 } } ${chain(240, (next) => `next { name ${next} }`)} fragment F240 on Node { ...F0 }`,
  'one field many times': `{ node { ${'name '.repeat(3900)} } }`,
  'many fields of a nested set': `{ node { ${'next { name } '.repeat(900)} } }`,
  'sets that merge': `{ node { ${`next { ${'name '.repeat(97)} } `.repeat(38)} } }`,
  'sets that merge in depth': `{ ${`node { ${'next { '.repeat(8)} ${'name '.repeat(20)} ${'} '.repeat(8)} } `.repeat(28)} }`,
  'fragments that merge': `{ node { ${repeat(200, (index) => `...F${index}`)} } } ${repeat(200, (index) => `fragment F${index} on Node { next { name } }`)}`,
  'a fragment without use': `{ hello } fragment A on Node { ${'name '.repeat(3900)} }`,
  'fragments without use': `{ hello } ${repeat(60, (index) => `fragment F${index} on Node { ${'next { name } '.repeat(12)} }`)}`,
  'unknown fields': `{ node { ${repeat(3900, (index) => `x${index}`)} } }`,
  'unknown fragments': `{ node { ${repeat(1900, (index) => `...X${index}`)} } }`,
  'fragments of one name': `{ node { ...A } } ${`fragment A on Node { ${'name '.repeat(220)} } `.repeat(16)}`,
  'fragments in a short cycle': `{ node { ...F0 } } ${repeat(120, (index) => `fragment F${index} on Node { name ...F${(index + 1) % 120} }`)}`,
  'errors behind lines': `${'\n'.repeat(28_000)}{ ${repeat(29, (index) => `x${index}`)} }`,
  'unknown types': repeat(480, (index) => `fragment F${index} on T${index} { a }`),
  'many operations': repeat(660, (index) => `query Q${index} { hello }`),
  'many operations over fragments': `${repeat(240, (index) => `query Q${index} { ...A }`)} fragment A on Query { ${'hello '.repeat(90)} }`,
  'many variables': `query (${repeat(950, (index) => `$a${index}: Int`)}) { hello }`,
  'a variable many times': `query ($a: String) { ${'hello(name: $a) '.repeat(600)} }`,
  'many arguments': `{ hello(${'name: "x" '.repeat(1200)}) }`,
  'a large list': `{ double(value: [${'1 '.repeat(3900)}]) }`,
  'deep lists': `{ double(value: ${'['.repeat(190)}${']'.repeat(190)}) }`,
  'a deep object': `{ count(filter: ${'{and: '.repeat(150)}{size: 1}${'}'.repeat(150)}) }`,
  'a broad object': `{ count(filter: {and: [${'{size: 1} '.repeat(700)}]}) }`,
  'a long block string': `{ hello(name: """${' \n '.repeat(10_000)}""") }`,
  'block strings': `{ ${repeat(30, (index) => `a${index}: hello(name: """${'  x\n'.repeat(240)}""")`)} }`,
  'a long comment': `#${'x'.repeat(32_000)}\n{ hello }`,
  'a long name': `{ ${'x'.repeat(32_000)} }`,
  'a fragment called __schema': `query __schema { ...__schema } fragment __schema on Query { node ${'{ next '.repeat(150)}{ name } ${'}'.repeat(150)} }`,
  'introspection in depth': `{ __schema { types ${'{ fields { type '.repeat(60)}{ name } ${'} }'.repeat(60)} } }`,
  'introspection many times': `{ ${'__schema { types { name } } '.repeat(400)} }`,
  'inline fragments in depth': `{ ${'... on Query { '.repeat(190)} hello ${'} '.repeat(190)} }`,
  'brackets that do not close': '{a'.repeat(2000),
  'the end missing': `{ node { ${'name '.repeat(3900)}`,
};

/** Variables of about the size that the limits let pass, as JSON, for `($value: Int!, $filter: Filter)`. */
export const HOSTILE_VARIABLES: Readonly<Record<string, string>> = {
  'variables in depth': `{"filter":${'{"and":['.repeat(20_000)}${']}'.repeat(20_000)}}`,
  'variables just too deep': `{"value":1,"filter":{"and":[${Array.from({ length: 300 }, () => `${'['.repeat(200)}${']'.repeat(200)}`).join(',')}]}}`,
  'many variables that nothing declares': `{${Array.from({ length: 14_000 }, (_, index) => `"a${index}":[1]`).join(',')}}`,
  'a list of wrong values': `{"value":1,"filter":{"and":[${Array.from({ length: 100_000 }, () => '1').join(',')}]}}`,
  'a list in the place of a value': `{"value":[${Array.from({ length: 100_000 }, () => '1').join(',')}]}`,
  'a long text in the place of a number': `{"value":"${'x'.repeat(250_000)}"}`,
  'a broad object of variables': `{"value":1,"filter":{"and":[${Array.from({ length: 20_000 }, () => '{"size":1}').join(',')}]}}`,
};
