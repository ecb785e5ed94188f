import { expect } from 'chai';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { field, graphql, rest, type HttpOptions } from 'general-manager/http';
import type { Problem } from 'general-manager/plugin';
import { boot, declare } from './support/boot.js';

interface Project {
  id: string;
  name: string;
  state: string;
  owner: { login: string } | null;
}

const fields = {
  id: field.id(),
  name: field.string(),
  state: field.enum(['open', 'in-review', '1st']),
  owner: field.object({ login: field.string() }, { nullable: true }),
};
const baseUrl = 'https://api.example.com';

describe('HTTP resources: declarations', () => {
  const problemsOf = (options: HttpOptions<Project>): readonly Problem[] =>
    boot(declare<Project>('Project', options, { read: everyone() })).problems;
  const told = (options: HttpOptions<Project>): readonly string[] => problemsOf(options).map(({ code, path }) => `${code} ${path}`);

  it('describe fields, enums, objects and the key', () => {
    const { runtime, problems } = boot(
      declare<Project>('Project', { baseUrl, fields, operations: { list: { path: '/projects' } } }, { read: everyone() }),
    );
    expect(problems).to.deep.equal([]);
    const project = runtime.model.managers.get('Project');
    expect(project?.key?.parts).to.deep.equal([{ kind: 'value', field: 'id' }]);
    expect(runtime.model.enums.get('ProjectState')?.members.map(({ name }) => name)).to.deep.equal(['OPEN', 'IN_REVIEW', '_1ST']);
    expect(runtime.model.embeddables.get('ProjectOwner')?.fields.map(({ name }) => name)).to.deep.equal(['login']);
    expect(project).to.include({ readOnly: true, aggregate: true, total: true });
  });

  it('offer totals and groups only where everything is at hand, or the upstream counts', () => {
    const modelOf = (list: object): object | undefined =>
      boot(
        declare<Project>('Project', { baseUrl, fields, operations: { list: list as { path: string } } }, { read: everyone() }),
      ).runtime.model.managers.get('Project');
    const style = { name: 'own', begin: 'first', maxSize: 10, minSize: 1, request: (list: unknown) => list, read: () => ({}) };
    expect(modelOf({ path: '/p', pagination: { ...style, total: false } })).to.include({ aggregate: false, total: false });
    expect(modelOf({ path: '/p', pagination: { ...style, total: true } })).to.include({ aggregate: false, total: true });
  });

  it('are told all at once where they are wrong, each with its path', () => {
    const wrong = {
      baseUrl: 'ftp://api.example.com',
      fields: { ...fields, size: 'int' },
      local: { objects: 0 },
      operations: {
        list: {
          path: '/{org}/projects',
          filters: { nothing: 'n', 'name.gtx': 'g', name: { param: 'n', in: 'path' } },
          sort: { param: 'sort', fields: ['owner'] },
          pagination: 'link',
        },
        detail: { path: '/projects/{key}' },
      },
    };
    expect(told(wrong as unknown as HttpOptions<Project>)).to.have.members([
      'GM_RESOURCE_INVALID Project.interface.fields.size',
      'GM_RESOURCE_INVALID Project.interface.operations.list.filters.nothing',
      'GM_RESOURCE_INVALID Project.interface.operations.list.filters.name.gtx',
      'GM_RESOURCE_INVALID Project.interface.operations.list.path',
      'GM_RESOURCE_INVALID Project.interface.operations.list.filters',
      'GM_RESOURCE_INVALID Project.interface.operations.list.pagination',
      'GM_RESOURCE_INVALID Project.interface.operations.list.sort.fields.owner',
      'GM_RESOURCE_INVALID Project.interface.operations.detail.path',
      'GM_RESOURCE_INVALID Project.interface.operations.detail.path',
      'GM_RESOURCE_INVALID Project.interface.local.objects',
      'GM_RESOURCE_INVALID Project.interface.upstream',
    ]);
    expect(told({ baseUrl, fields, operations: {} })).to.deep.equal(['GM_RESOURCE_INVALID Project.interface.operations']);
    const { id: _id, ...keyless } = fields;
    expect(told({ baseUrl, fields: keyless, operations: { detail: { path: '/projects/{id}' } } })).to.have.lengthOf(2);
  });

  it('share an upstream that they are given together, and have one each otherwise', async () => {
    const upstream = { baseUrl: 'http://127.0.0.1:9' };
    const make = (name: string): object =>
      declare<Project>(name, { upstream, fields: { id: field.id() }, operations: { list: { path: '/' } } }, { read: everyone() });
    const { runtime } = boot(make('First'), make('Second'));
    const adapters = [...runtime.model.managers.values()].map(({ adapter }) => adapter);
    expect(new Set(adapters).size).to.equal(1);
    await adapters[0]?.close?.();
  });

  it('in two applications have nothing in common', () => {
    const Shared = declare<Project>('Project', { baseUrl, fields, operations: { list: { path: '/' } } }, { read: everyone() });
    const [first, second] = [boot(Shared), boot(Shared)];
    expect(first.runtime.model.managers.get('Project')?.adapter).to.not.equal(second.runtime.model.managers.get('Project')?.adapter);
  });

  it('follow conventions with rest()', () => {
    const declared = rest<Project>({ baseUrl, path: '/projects', fields, filters: { state: 'state' }, only: ['list', 'detail'] });
    expect(declared.options).to.deep.include({
      operations: { list: { path: '/projects', filters: { state: 'state' } }, detail: { path: '/projects/{id}' } },
      upstream: { baseUrl },
    });
  });

  it('name variables of GraphQL that have no type', () => {
    class Project {}
    Manager()(Project);
    Interface(graphql({ baseUrl, fields: { id: field.id() }, operations: { list: { field: 'projects(state: $state)' } } }))(Project);
    Permission({ read: everyone() })(Project);
    expect(boot(Project).problems.map(({ path, message }) => `${path}: ${message}`)).to.deep.equal([
      'Project.interface.operations.list: The HTTP resource Project is declared in a way that cannot be: its field uses the variable $state, of which no type is declared.',
    ]);
  });
});
