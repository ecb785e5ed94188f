// Applications in memory, exported in every way that the command line takes.
import { Manager, Permission, anyOf, authenticated, everyone, role } from '../../../../decorators/index.js';
import { GeneralManager } from '../../../../lib/index.js';
import { bootCore } from '../../../../lib/plugin.js';
import { embedded, many, member, one, primary, scalar } from '../../type-graphql/support/fields.js';
import { MemoryAdapter, type MemorySource } from '../../type-graphql/support/memory-adapter.js';

@Manager({ fields: { name: { description: 'What it says on the cover.' } } })
@Permission({ read: everyone() })
class Artist {}

@Manager({
  operations: { detail: 'custom', list: false },
  fields: { title: { name: 'name' }, secret: { expose: false } },
})
@Permission({ read: anyOf(authenticated(), role('guest')), create: role('curator') })
class Track {}

class Point {}

const sources: readonly MemorySource[] = [
  {
    target: Artist,
    description: { key: [{ field: 'id' }], fields: [primary('id', 'int'), scalar('name', 'string'), many('tracks', Track)] },
  },
  {
    target: Track,
    description: {
      readOnly: false,
      key: [{ field: 'artist', target: Artist }, { field: 'id' }],
      enums: [{ name: 'Mood', members: [{ name: 'CALM', value: 'calm' }] }],
      embeddables: [{ name: 'Point', target: Point, fields: [scalar('x', 'int')] }],
      fields: [
        primary('id', 'bigint'),
        one('artist', Artist, { primary: true }),
        scalar('title', 'string', { nullable: true }),
        scalar('tags', 'string', { list: true }),
        scalar('version', 'int', { version: true, readOnly: true }),
        scalar('lyrics', 'string', { lazy: true }),
        scalar('secret', 'string'),
        member('moods', 'Mood', { list: true }),
        embedded('place', 'Point', { nullable: true }),
      ],
    },
  },
];

/** A booted application. */
export const gm = new GeneralManager(bootCore({ adapters: [new MemoryAdapter(sources)] }).runtime);
