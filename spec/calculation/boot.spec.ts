import { expect } from 'chai';
import { calculation, input, type CalculationOptions } from 'general-manager/calculation';
import { Computed, everyone, Interface, Manager, one, Permission, type ComputedOptions } from 'general-manager/decorators';
import { bootCore } from 'general-manager/plugin';

/** What is told at boot of one calculation, as code and path. */
function problems(
  options: unknown,
  members: Readonly<Record<string, Partial<ComputedOptions> & { readonly compute?: unknown }>> = {},
  permission = {},
) {
  class Sum {}
  for (const [name, member] of Object.entries(members))
    Computed({ compute: () => 1, ...member } as never)(Sum.prototype as never, name as never);
  Manager()(Sum);
  Interface(calculation(options as CalculationOptions))(Sum);
  Permission({ read: everyone(), ...permission })(Sum);
  return bootCore({ adapters: [], managers: [Sum, Part] })
    .problems.filter(({ code }) => code !== 'GM_MODEL_NO_FIELDS')
    .map(({ code, path }) => [code, path]);
}

/** Another calculation, to be an input. */
@Manager()
@Interface(calculation({ inputs: { number: 'int', size: input.enum(['S', 'M']) } }))
@Permission({ read: everyone() })
class Part {
  number!: number;
  size!: string;

  @Computed({ type: 'string' })
  get label(): string {
    return `${this.number} ${this.size}`;
  }
}

@Manager()
@Interface(calculation({ inputs: { weight: input.decimal() } }))
@Permission({ read: everyone() })
class Weight {
  weight!: string;
}

class Nobody {}

describe('the declaration of a calculation', () => {
  it('boots without problems where everything fits', () => {
    const inputs = { part: Part, day: 'date', of: input.of(() => Part, { needs: { part: { label: true } }, filter: {} }) };
    expect(
      problems({ inputs }, { a: { type: 'int', needs: { part: { label: true }, day: true } }, b: { type: 'int', needs: { a: true } } }),
    ).to.deep.equal([]);
  });

  const inputs = { day: 'date' };
  const cases: readonly (readonly [string, unknown, readonly (readonly [string, string])[]])[] = [
    ['no inputs', {}, [['GM_CALC_INVALID', 'Sum.inputs']]],
    ['an empty object of inputs', { inputs: {} }, [['GM_CALC_INVALID', 'Sum.inputs']]],
    ['a type that no input has', { inputs: { day: 'json' } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    ['something that is no input', { inputs: { day: 7 } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    ['a class that is no manager', { inputs: { ...inputs, of: Nobody } }, [['GM_CALC_INPUT_TARGET', 'Sum.inputs.of']]],
    ['a circular import', { inputs: { ...inputs, of: input.of(() => undefined as never) } }, [['GM_CALC_INPUT_TARGET', 'Sum.inputs.of']]],
    ['a value of another type', { inputs: { day: input.date({ values: ['2026-02-30'] }) } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    ['a bound of another type', { inputs: { day: input.int({ from: 'x' as never }) } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    [
      'a range that is backwards',
      { inputs: { day: input.month({ from: '2026-02', to: '2026-01' }) } },
      [['GM_CALC_INVALID', 'Sum.inputs.day']],
    ],
    ['a step of nothing', { inputs: { day: input.int({ from: 1, step: 0 }) } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    ['a pace that is none', { inputs: { day: input.date({ every: 'hour' as never }) } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    ['an enum without members', { inputs: { day: input.enum([]) } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    ['a value that is no member', { inputs: { day: input.enum(['a'], { values: ['b'] }) } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    ['a limit that is none', { inputs, maxObjects: 0 }, [['GM_CALC_INVALID', 'Sum.maxObjects']]],
    ['needs of no input', { inputs: { day: input.date({ needs: { x: true } }) } }, [['GM_CALC_INVALID', 'Sum.inputs.day.needs']]],
    ['a system without a reason', { inputs: { day: input.date({ system: ' ' }) } }, [['GM_CALC_INVALID', 'Sum.inputs.day']]],
    [
      'needs of unknown fields',
      { inputs: { part: Part, day: input.date({ needs: { part: { colour: true } } }) } },
      [['GM_COMPUTED_UNKNOWN_NEEDS', 'Sum.inputs.day']],
    ],
    [
      'inputs that need each other',
      { inputs: { a: input.int({ needs: { b: true } }), b: input.int({ needs: { a: true } }) } },
      [['GM_CALC_CYCLE', 'Sum.inputs']],
    ],
    ['the name of a key', { inputs: { part: Part, partSize: 'int' } }, [['GM_CALC_INVALID', 'Sum.partSize']]],
  ];
  for (const [what, options, expected] of cases) it(`is a problem with ${what}`, () => expect(problems(options)).to.deep.equal(expected));

  it('is a problem with inputs whose keys cannot be compared by their texts', () => {
    class Sum {}
    Manager()(Sum);
    Interface(calculation({ inputs: { weight: Weight } }))(Sum);
    Permission({ read: everyone() })(Sum);
    expect(bootCore({ adapters: [], managers: [Sum, Weight] }).problems.map(({ code }) => code)).to.deep.equal(['GM_CALC_INPUT_TARGET']);
  });

  const members: readonly (readonly [string, Parameters<typeof problems>[1], readonly (readonly [string, string])[]])[] = [
    ['an unknown type', { a: { type: 'number' as never } }, [['GM_COMPUTED_INVALID', 'Sum.computed.a']]],
    ['nothing to compute by', { a: { type: 'int', compute: undefined } }, [['GM_COMPUTED_INVALID', 'Sum.computed.a']]],
    ['a system without a reason', { a: { type: 'int', system: '' } }, [['GM_COMPUTED_INVALID', 'Sum.computed.a']]],
    [
      'needs of unknown fields',
      { a: { type: 'int', needs: { part: { label: true, x: true } } } },
      [['GM_COMPUTED_UNKNOWN_NEEDS', 'Sum.computed.a']],
    ],
    ['needs of unknown members', { a: { type: 'int', needs: { b: true } } }, [['GM_COMPUTED_UNKNOWN_NEEDS', 'Sum.computed.a']]],
    ['needs of itself', { a: { type: 'int', needs: { a: true } } }, [['GM_CALC_CYCLE', 'Sum.computed']]],
    [
      'needs in a circle',
      { a: { type: 'int', needs: { b: true } }, b: { type: 'int', needs: { a: true } }, c: { type: 'int' } },
      [['GM_CALC_CYCLE', 'Sum.computed']],
    ],
    ['the name of an input', { part: { type: 'int' } }, [['GM_CALC_INVALID', 'Sum.computed.part']]],
  ];
  for (const [what, given, expected] of members) {
    it(`is a problem with a computed member that has ${what}`, () => {
      expect(problems({ inputs: { part: Part } }, given)).to.deep.equal(expected);
    });
  }

  it('is a problem with a rule about who may see an input that leads to objects', () => {
    const fields = { part: { read: everyone() } };
    expect(problems({ inputs: { part: Part } }, {}, { fields })).to.deep.equal([['GM_PERM_GUARDED_KEY', 'Sum.permission.fields.part']]);
  });

  it('is a problem with a relation that has the name of an input or of a computed member', () => {
    class Sum {}
    Computed<Sum>({ type: 'int', compute: () => 1 })(Sum.prototype, 'total');
    Manager({ relations: { total: one(() => Part, { by: 'day', to: 'number' }) } })(Sum);
    Interface(calculation({ inputs: { day: 'int' } }))(Sum);
    expect(bootCore({ adapters: [], managers: [Sum, Part] }).problems.map(({ code }) => code)).to.deep.equal(['GM_RELATION_CLASH']);
  });

  it('is refused where @Computed is put on a class', () => {
    class Sum {}
    expect(() => Computed({ type: 'int' })(Sum as never, undefined as never, undefined as never)).to.throw(TypeError, /getters, methods/);
  });
});
