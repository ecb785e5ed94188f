import { expect } from 'chai';
import { Action, database, Interface, Manager, Permission, role, Rule } from '../../../decorators/index.js';
import { membersOf } from '../../../lib/declaration/declaration.js';
import { declarationOf, fieldOptionsOf } from '../../../lib/plugin.js';
import { expectDeclared, OPTIONS, RULES } from '../declared.js';

const contexts: ClassDecoratorContext[] = [];

/** Another decorator, so that the class has metadata of its own. */
function note(_target: object, context: ClassDecoratorContext): void {
  contexts.push(context);
  context.metadata['noted'] = true;
}

@Manager(OPTIONS)
@Permission(RULES)
@note
@Interface(database({ mode: 'read-only' }))
class Track {
  name = '';
}

class Remix extends Track {}

@note
class Cover extends Track {}

@Manager({ description: 'Live.' })
class Concert extends Track {}

describe('TC39 decorators', () => {
  it('are what this file is compiled with', () => {
    expect(contexts.map(({ kind, name }) => [kind, name])).to.deep.equal([
      ['class', 'Track'],
      ['class', 'Cover'],
    ]);
  });

  it('declare a manager, its policy and its interface', () => expectDeclared(Track));

  it('give the class back as it is', () => {
    expect(new Track()).to.deep.equal({ name: '' });
    expect(Object.keys(Track)).to.deep.equal([]);
  });

  it('do not make managers of subclasses, whether these are decorated otherwise or not', () => {
    expect([declarationOf(Remix), declarationOf(Cover)]).to.deep.equal([undefined, undefined]);
  });

  it('give a subclass its own declaration, with no policy of the class above', () => {
    expect(declarationOf(Concert)).to.deep.equal({ manager: { description: 'Live.' } });
    expect(fieldOptionsOf(Concert, 'name')).to.deep.equal({ name: 'title' });
    expectDeclared(Track);
  });

  it('declare rules and actions of methods, static ones too, once for each class', () => {
    class Shop {
      open = false;

      @Rule({ message: 'It is closed.' })
      isOpen() {
        return this.open;
      }

      @Action({ arguments: { by: 'int' } })
      enter({ by }: { by: number }) {
        this.open = by > 0;
      }

      @Action({ permission: role('owner') })
      static close() {}
    }
    class Stall extends Shop {
      @Action()
      override enter() {
        this.open = true;
      }
    }
    const actions = (target: object) => membersOf('actions', target).map(({ name, scope, arguments: given }) => [name, scope, given]);
    // Those of static methods are applied first.
    expect(actions(Shop)).to.have.deep.members([
      ['enter', 'object', { by: 'int' }],
      ['close', 'class', undefined],
    ]);
    expect(membersOf('rules', Stall).map(({ name }) => name)).to.deep.equal(['isOpen']);
    // Metadata of a class needs a decorator on it, as every manager has.
    expect(declarationOf(Stall)?.actions?.map(({ name }) => name)).to.deep.equal(['enter']);
  });
});
