import { expect } from 'chai';
import { actor, authenticated, delegate, everyone, nobody, role, where, type PermissionOptions } from '../../../decorators/index.js';
import type { Actor } from '../../../lib/permission/actor.js';
import { Policies } from '../../../lib/permission/policies.js';
import { refusalText } from '../../../lib/permission/refusal.js';
import { World, type Permissions } from './world.js';

/** What is said to somebody who may read no object of a class. */
function refusalIn(permissions: Permissions, who: Actor, name: keyof Permissions = 'Thing'): string | undefined {
  const world = new World(permissions);
  const manager = world.manager(name);
  const { decision } = new Policies(world.model).access(manager, 'read', who);
  return refusalText(world.model, manager, decision, who);
}

const refusal = (read: PermissionOptions['read'], who: Actor): string | undefined => refusalIn(read ? { Thing: { read } } : {}, who);

const suspended = actor('suspended').eq(true);
const adult = actor('age').in([18, 19]);
const LEVEL = { size: actor('level') };

describe('the rules that refuse a read', () => {
  it('are none where some object may be read', () => {
    expect(refusal(everyone(), null)).to.equal(undefined);
    expect(refusal(where({ size: 1 }), null)).to.equal(undefined);
  });

  it('are missing without a policy', () => {
    expect(refusal(undefined, { roles: ['a'] })).to.equal('no policy allows anybody');
  });

  it('are all those that could allow it', () => {
    expect(refusal(nobody(), {})).to.equal('allowed is only nobody');
    expect(refusal([role('a'), where(LEVEL), authenticated()], null)).to.equal(
      'allowed is only role(a) or where({"size":"actor.level"}) or authenticated',
    );
  });

  it('are named where they leave it to a related object', () => {
    const permissions = { Thing: { read: delegate('shelf') }, Shelf: { read: role('keeper') } };
    expect(refusalIn(permissions, {})).to.equal('allowed is only delegate(shelf)');
    expect(refusalIn(permissions, { roles: ['keeper'] })).to.equal(undefined);
  });

  it('are of what denies only those that do, for certain or perhaps', () => {
    const denied = [{ allow: everyone() }, { deny: role('out') }, { deny: suspended }, { deny: where({ size: 1 }) }];
    expect(refusal(denied, { roles: ['out'], suspended: false })).to.equal('denied by role(out)');
    // Whether an actor without the attribute is suspended is unknown.
    expect(refusal(denied, { roles: [] })).to.equal('denied by actor.suspended eq true');
    expect(refusal(denied, { roles: ['out'], suspended: true })).to.equal('denied by role(out), actor.suspended eq true');
    expect(refusal(denied, { roles: [], suspended: false })).to.equal(undefined);
  });

  it('are of what is required only those that are not fulfilled, for certain or perhaps', () => {
    const required = [{ allow: everyone() }, { require: role('in') }, { require: adult }];
    expect(refusal(required, { roles: [], age: 18 })).to.equal('required is role(in)');
    // Without the attribute it is unknown whether an actor is of age.
    expect(refusal(required, { roles: ['in'] })).to.equal('required is actor.age in [18,19]');
    expect(refusal(required, { roles: [] })).to.equal('required is role(in), actor.age in [18,19]');
    expect(refusal(required, { roles: ['in'], age: 19 })).to.equal(undefined);
    expect(refusal([...required, { require: where({ size: 1 }) }], { roles: [], age: 18 })).to.equal('required is role(in)');
  });

  it('are those of its concrete types, where its own allow something', () => {
    const permissions = {
      Animal: { read: everyone() },
      Dog: { read: role('vet') },
      Puppy: { read: role('vet') },
      Cat: { read: role('vet') },
    };
    const partly = { ...permissions, Animal: { read: [role('vet'), everyone()] } };
    expect(refusalIn(partly, {}, 'Animal')).to.equal('the rules of its concrete types, or several together, allow nothing');
    expect(refusalIn(permissions, {}, 'Animal')).to.equal('the rules of its concrete types, or several together, allow nothing');
    expect(refusalIn(permissions, {}, 'Cat')).to.equal('allowed is only role(vet)');
  });
});
