import { expect } from 'chai';
import { Action, everyone, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { field, http, rest, type ActionOperation, type HttpOptions } from 'general-manager/http';
import { boot, declare } from './support/boot.js';

interface Project {
  id: string;
  name: string;
}

const baseUrl = 'https://api.example.com';
const permission = { read: everyone(), update: role('planner') };
const optionsOf = (actions: Readonly<Record<string, ActionOperation>>): HttpOptions<Project> => ({
  baseUrl,
  fields: { id: field.id(), name: field.string() },
  operations: { detail: { path: '/projects/{id}' }, actions },
});

describe('HTTP resources: declarations of actions', () => {
  it('are told all at once where they are wrong', () => {
    const may = role('planner');
    const wrong: Record<string, object> = {
      noWay: { path: '/projects/{id}/{where}' },
      twice: { path: '/projects/{id}/x', arguments: { a: { type: 'int', name: 'b.c' }, b: 'int' } },
      taken: { path: '/projects/{id}/x', arguments: { id: 'int' } },
      placed: { path: '/projects/{id}/{at}', arguments: { at: { type: 'int', optional: true }, to: { type: 'int', in: 'path' } } },
      header: { path: '/projects/{id}/x', arguments: { a: { type: 'int', in: 'header', name: 'Host' }, z: { type: 'int', in: 'foot' } } },
      body: { method: 'GET', path: '/projects/{id}/x', arguments: { a: { type: 'int', in: 'body' } } },
      bytes: { path: '/projects/{id}/x', arguments: { a: 'blob' }, returns: 'blob' },
      keyed: { path: '/x', key: ['a', 'b'] },
      nothing: { path: '/x', permission: may },
      both: { path: '/x', permission: may, item: '', returns: 'int' },
      alone: { path: '/x', returns: 'int' },
      about: { path: '/x', returns: 'int', permission: where({ name: 'x' }) },
      lost: { path: '/projects/{id}/x', arguments: { a: { like: 'gone' }, b: 'text' }, returns: 'number' },
    };
    const { problems } = boot(declare<Project>('Project', optionsOf(wrong as never), permission));
    const told = (code: string): readonly string[] =>
      problems.flatMap((each) =>
        each.code === code ? [each.path.replace('Project.', '').replace('interface.operations.actions.', '')] : [],
      );
    expect(told('GM_RESOURCE_INVALID')).to.deep.equal([
      'noWay.path',
      'twice.arguments.b',
      'taken.arguments.id',
      'placed.arguments.at',
      'placed.arguments.to',
      'header.arguments.a',
      'header.arguments.z',
      'body.method',
      'bytes.arguments.a',
      'bytes.returns',
      'keyed.key',
      'nothing',
      'both.item',
    ]);
    expect(told('GM_DECL_INVALID_ACTION')).to.deep.equal([
      'actions.alone',
      'actions.about',
      'actions.lost',
      'actions.lost',
      'actions.lost',
    ]);
  });

  it('are called as no method of the class', () => {
    class Project {
      archive(): void {}
    }
    Action()(Project.prototype, 'archive', {});
    Manager()(Project);
    Interface(http<Project>(optionsOf({ archive: { path: '/projects/{id}/archive' } }) as never))(Project);
    Permission({ read: everyone() })(Project);
    expect(boot(Project).problems.map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
      'GM_DECL_INVALID_ACTION Project.actions.archive',
    ]);
  });

  it('are declared beside the conventions of rest() as well', () => {
    class Project {}
    Manager()(Project);
    const actions = { archive: { path: '/projects/{id}/archive' } };
    Interface(rest<Project>({ baseUrl: baseUrl, path: '/projects', fields: { id: field.id() }, only: ['detail'], actions }))(Project);
    Permission({ read: everyone(), update: everyone() })(Project);
    const { runtime, problems } = boot(Project);
    expect(problems).to.deep.equal([]);
    expect(runtime.model.managers.get('Project')?.actions.map(({ name, scope }) => `${name} ${scope}`)).to.deep.equal(['archive object']);
  });
});
