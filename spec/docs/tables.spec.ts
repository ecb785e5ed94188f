import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { isScalarType } from 'graphql';
import * as decorators from '../../decorators/index.js';
import { DEFAULT_SERVER_LIMITS } from '../../integrations/graphql-server/index.js';
import * as driftErrors from '../../integrations/mikro-orm/drift/errors.js';
import { SCALARS } from '../../integrations/type-graphql/index.js';
import { Bucket, DEFAULT_LIMITS } from '../../lib/index.js';
import { ENUM_OPERATORS, LIST_OPERATORS, operatorsOf, type ScalarType } from '../../lib/plugin.js';
import { pageText } from './support/pages.js';
import { membersOf, namesIn, numbersIn, tableOf } from './support/tables.js';

const SERVER = 'docs/guides/server.md';
const MANAGERS = 'docs/guides/managers-and-entities.md';
const READING = 'docs/guides/reading.md';
const START = 'docs/guides/getting-started.md';
const GRAPHQL = 'docs/guides/graphql.md';
const UPSTREAMS = 'docs/guides/http-upstreams.md';

describe('the tables of the documentation', () => {
  it('tell the limits of reads and of the server', () => {
    expect(numbersIn(READING, '`bootstrap({ limits })`')).to.deep.equal(DEFAULT_LIMITS);
    expect(numbersIn(SERVER, 'Limit, in `limits`')).to.deep.equal(DEFAULT_SERVER_LIMITS);
  });

  it('tell the timeouts of the server', () => {
    const members = membersOf('integrations/graphql-server/serve.ts', 'ServerTimeouts');
    const defaults = [...members].map(([name, text]) => [name, Number(text?.replaceAll(',', ''))]);
    expect(numbersIn(SERVER, 'Milliseconds, in `timeouts`')).to.deep.equal(Object.fromEntries(defaults));
  });

  const OPTIONS: readonly (readonly [page: string, head: string, file: string, name: string])[] = [
    [START, 'Option of `bootstrap`', 'integrations/bootstrap.ts', 'BootstrapOptions'],
    [MANAGERS, 'Option of `@Manager`', 'lib/declaration/options.ts', 'ManagerOptions'],
    [MANAGERS, 'Option of a field', 'lib/declaration/options.ts', 'FieldOptions'],
    [MANAGERS, 'Option of `database`', 'decorators/database.ts', 'DatabaseOptions'],
    ['docs/guides/http-resources.md', 'Option of a filter', 'integrations/http/declare/operation-options.ts', 'FilterOptions'],
    [SERVER, 'Option of `createHandler`', 'integrations/graphql-server/options.ts', 'HandlerOptions'],
    [SERVER, 'Option of `serve`, besides these', 'integrations/graphql-server/serve.ts', 'ServeOptions'],
    [UPSTREAMS, 'Option of `openUpstream`', 'integrations/http/upstream/options.ts', 'UpstreamOptions'],
    [UPSTREAMS, 'Milliseconds, in `timeouts`', 'integrations/http/upstream/options.ts', 'Timeouts'],
    [UPSTREAMS, 'Member of `breaker`', 'integrations/http/upstream/resilience/breaker.ts', 'BreakerOptions'],
    [UPSTREAMS, 'Member of `bulkhead`', 'integrations/http/upstream/resilience/bulkhead.ts', 'BulkheadOptions'],
    ['docs/guides/testing.md', 'Option of `leaks`', 'integrations/testing/options.ts', 'LeakOptions'],
    ['docs/guides/testing.md', 'Option of `client`', 'integrations/testing/client/options.ts', 'ClientOptions'],
    ['docs/guides/testing.md', 'Option of `testApp`', 'integrations/testing/app/options.ts', 'TestAppOptions'],
    ['docs/guides/testing.md', 'Option of `faultServer`', 'integrations/testing/fault/options.ts', 'FaultServerOptions'],
    ['docs/guides/testing.md', 'Option of `schemaSnapshot`', 'integrations/testing/schema/schema-snapshot.ts', 'SnapshotOptions'],
    ['docs/guides/testing-http-resources.md', 'Option of `fail`', 'integrations/http/testing/mock/faults.ts', 'MockFault'],
    ['docs/guides/caching.md', 'Option of `cache`', 'lib/cache/cache-options.ts', 'CacheOptions'],
    ['docs/guides/telemetry.md', 'Option of `openTelemetry`', 'integrations/opentelemetry/options.ts', 'OpenTelemetryOptions'],
    ['docs/guides/admin.md', 'Option of `admin`', 'integrations/admin/options.ts', 'AdminOptions'],
    ['docs/guides/plugins.md', 'Hook', 'lib/hook/plugin.ts', 'HookMap'],
  ];
  for (const [page, head, file, name] of OPTIONS) {
    it(`tell the members of ${name}`, () => {
      const members = membersOf(file, name);
      expect(namesIn(page, head)).to.have.members([...members.keys()]);
      // Where the code says a plain value, the table says it too.
      for (const { names, cells } of tableOf(page, head)) {
        const value = members.get(names[0] ?? '')?.replaceAll('`', '');
        if (value !== undefined && /^[\d/]/.test(value)) expect(cells[1]?.replaceAll('`', ''), names[0]).to.equal(value);
      }
    });
  }

  it('tell the options of the emission', () => {
    const own = membersOf('integrations/type-graphql/emit-options.ts', 'EmitOptions');
    const build = /type BuildOption =\n(.*?);/s.exec(readFileSync('integrations/type-graphql/emit-options.ts', 'utf8'))?.[1] ?? '';
    const passed = [...build.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
    expect(passed).to.include('authChecker');
    expect([...namesIn(GRAPHQL, 'Option'), 'resolvers']).to.have.members([...own.keys(), ...passed]);
    expect(tableOf(GRAPHQL, 'Option').find(({ names }) => names[0] === 'maxRelations')?.cells[1]).to.equal(own.get('maxRelations'));
  });

  it('tell what a request acts with', () => {
    const members = membersOf('integrations/graphql-server/options.ts', 'RequestContext');
    expect(namesIn(SERVER, 'Property').filter((name) => /^\w+$/.test(name))).to.include.members([...members.keys()]);
  });

  it('tell the rules', () => {
    const others = ['Action', 'Computed', 'database', 'Interface', 'Manager', 'many', 'one', 'Permission', 'Rule'];
    const rules = Object.keys(decorators).filter((name) => !others.includes(name));
    const told = namesIn('docs/guides/permissions.md', 'Rule').map((name) => name.replace(/\(.*$/, ''));
    expect(told.filter((name) => !name.startsWith('.'))).to.have.members(rules);
  });

  it('tell the methods of a Bucket', () => {
    const methods = Object.getOwnPropertyNames(Bucket.prototype).filter((name) => name !== 'constructor');
    const told = namesIn(READING, 'Call').flatMap((call) => [...call.matchAll(/\.(\w+)\(/g)].map(([, name = '']) => name));
    expect(told.filter((name) => !['as', 'manager'].includes(name))).to.have.members(methods);
  });

  it('tell the operators of each type', () => {
    const rows = tableOf(READING, 'Field').flatMap(({ cells: [first = '', second = ''] }) => {
      const operators = [...second.matchAll(/`(\w+)`/g)].map(([, name = '']) => name).filter((name) => name !== 'path');
      return first.split(', ').map((type) => [type, operators] as const);
    });
    const known = (type: string): readonly string[] =>
      type === 'list' ? LIST_OPERATORS : type === 'enum' ? ENUM_OPERATORS : operatorsOf(type as ScalarType);
    for (const [type, operators] of rows) expect(operators, type).to.deep.equal(known(type));
    expect(rows.map(([type]) => type)).to.have.members([...Object.keys(SCALARS), 'custom', 'enum', 'list']);
  });

  it('tell the scalar of each type', () => {
    const told = tableOf(GRAPHQL, 'Field').map(({ cells }) => [cells[0], cells[1]?.replaceAll('`', '')]);
    const known = Object.entries(SCALARS).map(([type, scalar]) => [type, isScalarType(scalar) ? scalar.name : '']);
    expect(told.filter(([type]) => type?.startsWith('key') === false)).to.have.deep.members(known);
  });

  it('tell what drift is found', () => {
    const codes = Object.values(driftErrors).map(({ code }) => code);
    expect(namesIn('docs/guides/schema-drift.md', 'Code')).to.have.members(codes);
  });

  it('tell the versions to install', () => {
    const { peerDependencies, engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly peerDependencies: Readonly<Record<string, string>>;
      readonly engines: { readonly node: string };
    };
    const commands = [...pageText(START).matchAll(/^npm install (.*)$/gm)].flatMap(([, list = '']) => list.split(' '));
    const lowest = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range.replace('^', '')}`);
    expect(commands).to.have.members([...lowest, 'general-manager']);
    expect(pageText(START)).to.include(`Node ${engines.node.replace('>=', '')}`);
  });
});
