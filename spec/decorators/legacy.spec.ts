import { expect } from 'chai';
import { database, Interface, Manager, Permission, everyone } from '../../decorators/index.js';
import { declarationOf, fieldOptionsOf } from '../../lib/plugin.js';
import { expectDeclared, OPTIONS, RULES } from './declared.js';

@Manager(OPTIONS)
@Permission(RULES)
@Interface(database({ mode: 'read-only' }))
class Track {
  name = '';
}

class Remix extends Track {}

@Manager({ description: 'Live.' })
class Concert extends Track {}

@Manager()
class Plain {}

describe('legacy decorators', () => {
  it('declare a manager, its policy and its interface', () => expectDeclared(Track));

  it('give the class back as it is', () => {
    expect(new Track()).to.deep.equal({ name: '' });
    expect(Object.keys(Track)).to.deep.equal([]);
  });

  it('take no options for none', () => {
    expect(declarationOf(Plain)).to.deep.equal({ manager: {} });
  });

  it('do not make managers of subclasses', () => {
    expect(declarationOf(Remix)).to.equal(undefined);
  });

  it('give a subclass its own declaration, with no policy of the class above', () => {
    expect(declarationOf(Concert)).to.deep.equal({ manager: { description: 'Live.' } });
    expectDeclared(Track);
  });

  it('let a subclass take over what is said of fields', () => {
    expect(fieldOptionsOf(Concert, 'name')).to.deep.equal({ name: 'title' });
    expect(fieldOptionsOf(Concert, 'other')).to.equal(undefined);
    expect(fieldOptionsOf(Concert, 'constructor')).to.equal(undefined);
  });

  it('let the outermost win where one is given twice', () => {
    @Permission({ read: everyone() })
    @Permission({ create: everyone() })
    @Manager({ name: 'Second' })
    @Manager({ name: 'First' })
    class Twice {}
    expect(declarationOf(Twice)).to.deep.equal({ manager: { name: 'Second' }, permission: [{ read: everyone() }] });
  });
});
