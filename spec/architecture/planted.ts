/** Text by path. */
export type Files = Readonly<Record<string, string>>;

/** What a tree needs so that imports resolve as in the project. */
export const SURROUNDINGS: Files = {
  'package.json': JSON.stringify({
    name: 'general-manager',
    type: 'module',
    exports: { '.': { types: './dist/integrations/index.d.ts', source: './integrations/index.ts' } },
    peerDependencies: { '@mikro-orm/core': '*', graphql: '*', 'graphql-yoga': '*' },
    devDependencies: { graphql: '*', 'graphql-yoga': '*', chai: '*' },
  }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'NodeNext', moduleResolution: 'NodeNext', target: 'ES2023' } }),
  ...thirdParty('@mikro-orm/core'),
  ...thirdParty('graphql'),
  ...thirdParty('graphql-yoga'),
  ...thirdParty('chai'),
};

/** Imports that no rule may complain about. */
export const ALLOWED: Files = {
  'lib/index.ts': `export { compile } from './compiler/compile.js';`,
  'lib/plugin.ts': `export type { Model } from './model/model.js';`,
  'lib/error/define-error.ts': `export const defineError = 1;`,
  'lib/declaration/declare.ts': `export const declare = 1;`,
  'lib/permission/rule.ts': `import type { Model } from '../model/model.js'; export type Rule = Model;`,
  'lib/model/model.ts': `import '../error/define-error.js'; import type { Rule } from '../permission/rule.js'; export type Model = Rule;`,
  'lib/hook/plugin.ts': `import type { compile } from '../compiler/compile.js'; export type Plugin = typeof compile;`,
  'lib/compiler/compile.ts': `import '../model/model.js'; import '../declaration/declare.js'; export const compile = 1;`,
  'lib/manager/hash.ts': `import 'node:crypto'; import '../compiler/compile.js';`,
  'integrations/admin/metadata/metadata.ts': `export interface AdminField {}`,
  'pages/admin/fields.ts': `export type { AdminField } from '../../integrations/admin/metadata/metadata.js';`,
  'decorators/index.ts': `import '../lib/declaration/declare.js'; import '../lib/permission/rule.js'; import './other.js';`,
  'decorators/other.ts': `import '../lib/error/define-error.js';`,
  'integrations/index.ts': `export * from '../lib/index.js'; export * from './bootstrap.js';`,
  'integrations/bootstrap.ts': `import '../lib/plugin.js'; import './mikro-orm/index.js'; import './graphql-server/index.js'; import type {} from 'graphql';`,
  'integrations/mikro-orm/index.ts': `import '../../lib/plugin.js'; import './sql/select.js';`,
  'integrations/mikro-orm/sql/select.ts': `import 'node:buffer';`,
  'integrations/graphql-server/index.ts': `import 'graphql-yoga'; import 'graphql'; import 'node:http';`,
  'integrations/command-line/main.ts': `import '../../lib/index.js'; import type {} from '../index.js'; import 'node:util';`,
  'samples/quickstart/main.ts': `import 'general-manager'; import '../support/postgres.js'; import 'chai';`,
  'samples/support/postgres.ts': `import 'node:net';`,
  'monitoring/drill/main.ts': `import 'general-manager'; import '../../samples/support/postgres.js'; import 'chai';`,
};

/** Each breaks one rule, in its first file. */
export const PLANTED: readonly { readonly rule: string; readonly files: Files }[] = [
  { rule: 'lib-is-pure', files: { 'lib/model/third-party.ts': `import type {} from 'graphql';` } },
  { rule: 'lib-is-pure', files: { 'lib/model/outside.ts': `import type {} from '../../decorators/index.js';` } },
  { rule: 'lib-lowest-layer', files: { 'lib/error/upwards.ts': `import '../model/model.js';` } },
  { rule: 'lib-middle-layer', files: { 'lib/plan/upwards.ts': `import '../compiler/compile.js';` } },
  { rule: 'lib-middle-layer', files: { 'lib/hook/to-manager.ts': `import '../manager/hash.js';` } },
  { rule: 'lib-entries-are-for-others', files: { 'lib/manager/entry.ts': `import type {} from '../index.js';` } },
  { rule: 'decorators-only-declare', files: { 'decorators/compile.ts': `import '../lib/compiler/compile.js';` } },
  { rule: 'decorators-only-declare', files: { 'decorators/third-party.ts': `import type {} from 'graphql';` } },
  {
    rule: 'integrations-use-the-entries',
    files: { 'integrations/mikro-orm/inside.ts': `import type {} from '../../lib/model/model.js';` },
  },
  { rule: 'integrations-use-the-entries', files: { 'integrations/decorated.ts': `import '../decorators/index.js';` } },
  { rule: 'integrations-are-islands', files: { 'integrations/mikro-orm/neighbour.ts': `import '../graphql-server/index.js';` } },
  { rule: 'integrations-are-islands', files: { 'integrations/graphql-server/upwards.ts': `import type {} from '../bootstrap.js';` } },
  {
    rule: 'command-line-is-an-island',
    files: { 'integrations/command-line/neighbour.ts': `import type {} from '../mikro-orm/index.js';` },
  },
  { rule: 'command-line-takes-types', files: { 'integrations/command-line/boot.ts': `import '../index.js';` } },
  { rule: 'composition-uses-the-faces', files: { 'integrations/deep.ts': `import './mikro-orm/sql/select.js';` } },
  { rule: 'third-parties-of-calculation', files: { 'integrations/calculation/third-party.ts': `import 'graphql';` } },
  { rule: 'third-parties-of-command-line', files: { 'integrations/command-line/third-party.ts': `import 'graphql';` } },
  { rule: 'third-parties-of-mikro-orm', files: { 'integrations/mikro-orm/third-party.ts': `import 'graphql';` } },
  { rule: 'third-parties-of-type-graphql', files: { 'integrations/type-graphql/third-party.ts': `import 'graphql-yoga';` } },
  { rule: 'third-parties-of-graphql-server', files: { 'integrations/graphql-server/third-party.ts': `import '@mikro-orm/core';` } },
  { rule: 'third-parties-of-http', files: { 'integrations/http/third-party.ts': `import 'graphql';` } },
  {
    rule: 'third-parties-of-opentelemetry/testing',
    files: { 'integrations/opentelemetry/testing/third-party.ts': `import 'graphql-yoga';` },
  },
  { rule: 'third-parties-of-http/testing', files: { 'integrations/http/testing/third-party.ts': `import 'graphql-yoga';` } },
  {
    rule: 'http-is-without-its-tests',
    files: {
      'integrations/http/tested.ts': `import type {} from './testing/index.js';`,
      'integrations/http/testing/index.ts': `import 'graphql';`,
    },
  },
  {
    rule: 'opentelemetry-is-without-its-tests',
    files: {
      'integrations/opentelemetry/tested.ts': `import type {} from './testing/index.js';`,
      'integrations/opentelemetry/testing/index.ts': `import 'node:util';`,
    },
  },
  { rule: 'third-parties-of-testing', files: { 'integrations/testing/third-party.ts': `import 'graphql-yoga';` } },
  { rule: 'third-parties-of-opentelemetry', files: { 'integrations/opentelemetry/third-party.ts': `import 'graphql';` } },
  {
    rule: 'third-parties-of-opentelemetry-instrumentation-mikro-orm',
    files: { 'integrations/opentelemetry-instrumentation-mikro-orm/third-party.ts': `import 'graphql';` },
  },
  { rule: 'third-parties-of-class-validator', files: { 'integrations/class-validator/third-party.ts': `import 'graphql';` } },
  { rule: 'third-parties-of-admin', files: { 'integrations/admin/third-party.ts': `import 'graphql-yoga';` } },
  { rule: 'third-parties-of-faker', files: { 'integrations/faker/third-party.ts': `import 'graphql';` } },
  { rule: 'third-parties-of-keyv', files: { 'integrations/keyv/third-party.ts': `import 'graphql';` } },
  { rule: 'third-parties-of-seeder', files: { 'integrations/seeder/third-party.ts': `import 'graphql';` } },
  { rule: 'third-parties-are-listed', files: { 'integrations/brand-new/index.ts': `import 'graphql';` } },
  { rule: 'samples-import-by-name', files: { 'samples/quickstart/relative.ts': `import '../../lib/index.js';` } },
  { rule: 'monitoring-imports-by-name', files: { 'monitoring/rules/relative.ts': `import '../../lib/index.js';` } },
  { rule: 'pages-take-types', files: { 'pages/admin/main.tsx': `import '../../lib/index.js';` } },
  { rule: 'third-parties-of-pages', files: { 'pages/admin/third-party.ts': `import 'graphql';` } },
  {
    rule: 'no-value-cycles',
    files: { 'lib/plan/one.ts': `import './two.js';`, 'lib/plan/two.ts': `export type {} from './one.js'; import './one.js';` },
  },
  { rule: 'no-unresolvable', files: { 'samples/quickstart/nowhere.ts': `import './gone.js';` } },
  { rule: 'no-undeclared-third-party', files: { 'integrations/dev-only.ts': `import 'chai';` } },
];

function thirdParty(name: string): Files {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' }),
    [`node_modules/${name}/index.js`]: 'export {};',
  };
}
