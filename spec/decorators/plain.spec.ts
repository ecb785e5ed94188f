import { EntitySchema, defineEntity, p } from '@mikro-orm/core';
import { expect } from 'chai';
import { database, Interface, Manager, Permission } from '../../decorators/index.js';
import { declarationOf } from '../../lib/plugin.js';
import { expectDeclared, OPTIONS, RULES } from './declared.js';

function declareAll(target: object): void {
  Manager(OPTIONS)(target);
  Permission(RULES)(target);
  Interface(database({ mode: 'read-only' }))(target);
}

describe('decorators as plain calls', () => {
  it('declare a class', () => {
    class Track {}
    declareAll(Track);
    expectDeclared(Track);
  });

  it('declare a schema, and the class that it makes', () => {
    const schemas = [
      defineEntity({ name: 'Track', properties: { id: p.integer().primary() } }),
      new EntitySchema<{ id: number }>({ name: 'Song', properties: { id: { type: 'integer', primary: true } } }),
    ];
    for (const schema of schemas) {
      declareAll(schema);
      expectDeclared(schema);
      expectDeclared(schema.meta.class);
    }
  });

  it('declare the class that a schema was given', () => {
    class Track {
      id!: number;
    }
    const schema = new EntitySchema({ class: Track, properties: { id: { type: 'integer', primary: true } } });
    declareAll(schema);
    expectDeclared(Track);
  });

  it('keep what was declared from changing with the options', () => {
    class Track {}
    const options = { name: 'Before' };
    const rules = { ...RULES };
    Manager(options)(Track);
    Permission(rules)(Track);
    options.name = 'After';
    delete (rules as { read?: unknown }).read;
    expect(declarationOf(Track)).to.deep.equal({ manager: { name: 'Before' }, permission: [RULES] });
  });

  it('leave no trace on instances, nor on what is not declared', () => {
    class Track {}
    declareAll(Track);
    expect(declarationOf(new Track())).to.equal(undefined);
    expect(declarationOf(Object)).to.equal(undefined);
    expect(declarationOf({})).to.equal(undefined);
    expect(JSON.stringify(Object.getOwnPropertyNames(Track))).not.to.contain('manager');
  });

  it('describe the database interface', () => {
    expect(database()).to.deep.include({ adapter: 'database', options: {} });
    expect(database({ filters: 'ignore' })).to.deep.include({ adapter: 'database', options: { filters: 'ignore' } });
    expect(Object.isFrozen(database()) && Object.isFrozen(database().options)).to.equal(true);
  });
});
