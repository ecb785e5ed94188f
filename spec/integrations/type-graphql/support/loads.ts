// A program that boots applications one after the other, and tells which packages each of them loads first.
import { registerHooks } from 'node:module';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { bootstrap } from 'general-manager';
import { primary, scalar } from './fields.js';
import { MemoryAdapter, type MemorySource } from './memory-adapter.js';

const TOLD = ['graphql', 'graphql-scalars', 'type-graphql', 'semver', 'class-validator', 'reflect-metadata'];

const loaded = new Set<string>();
registerHooks({
  load(url, context, next) {
    const [, name = ''] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
    loaded.add(name);
    return next(url, context);
  },
});

async function loadedBy(fields: MemorySource['description']['fields'], inheritance = false): Promise<readonly string[]> {
  const before = new Set(loaded);
  class Thing {}
  Manager()(Thing);
  Permission({ read: everyone() })(Thing);
  const description = { key: [{ field: 'id' }], fields, ...(inheritance && { inheritance: { root: Thing, abstract: false } }) };
  await bootstrap({ managers: [Thing], adapters: [new MemoryAdapter([{ target: Thing, description, objects: [] }])] });
  return TOLD.filter((name) => loaded.has(name) && !before.has(name)).toSorted((one, other) => one.localeCompare(other));
}

process.stdout.write(
  JSON.stringify({
    plain: await loadedBy([primary('id', 'int'), scalar('name', 'string')]),
    identified: await loadedBy([primary('id', 'uuid'), scalar('at', 'datetime')]),
    json: await loadedBy([primary('id', 'uuid'), scalar('data', 'json')]),
    hierarchy: await loadedBy([primary('id', 'int')], true),
  }),
);
