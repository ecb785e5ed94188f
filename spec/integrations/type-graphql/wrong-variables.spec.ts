import { expect } from 'chai';
import { buildSchema, Kind, parse, type GraphQLScalarType, type OperationDefinitionNode } from 'graphql';
import { coerced } from '../../../integrations/type-graphql/direct/root-fields.js';

describe('type-graphql: variables of a direct read', () => {
  it('are not looked at to their end where they are wrong', () => {
    const schema = buildSchema('scalar Even type Query { sum(values: [Even!]!): Int }');
    let seen = 0;
    (schema.getType('Even') as GraphQLScalarType).parseValue = (value) => {
      seen += 1;
      if (Number(value) % 2 === 1) throw new TypeError('odd');
      return value;
    };
    const [operation] = parse('query ($values: [Even!]!) { sum(values: $values) }').definitions.filter(
      (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
    );
    const given = (value: number): Record<string, unknown> => ({ values: Array.from({ length: 10_000 }, () => value) });
    const read = (value: number): unknown => operation && coerced({ schema }, operation, given(value));
    expect(read(1)).to.equal(undefined);
    expect(seen).to.be.at.most(3);
    expect(read(2)).to.deep.equal(given(2));
  });
});
