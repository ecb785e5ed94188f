import { GraphQLBoolean, GraphQLInt } from 'graphql';
import type { ManagerModel } from '../../../lib/plugin.js';
import type { ArgDeclaration, GeneratedType } from '../generated/generated-type.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { filterType } from './filters.js';
import { inputType } from './input-types.js';
import { declareMeasureFilters, groupSortType } from './measure-inputs.js';
import { treeType, type MeasureTree } from './measure-trees.js';
import { typeName } from './type-names.js';

const GROUP_BY: MeasureTree = Object.freeze({ suffix: 'GroupBy', kind: 'countDistinct', leaf: () => GraphQLBoolean });

/** The arguments of measures: of which objects. */
export function aggregateArgs(emission: Emission, manager: ManagerModel): readonly ArgDeclaration[] {
  const filter = filterType(emission, manager);
  return filter ? [{ name: 'filter', type: filter }] : [];
}

/** The arguments of groups: of which objects, by what, which of them, in which order, which page. */
export function groupArgs(emission: Emission, manager: ManagerModel): readonly ArgDeclaration[] {
  const groupBy = treeType(emission, GROUP_BY, manager);
  const having = havingType(emission, manager);
  const sort = groupSortType(emission, manager);
  return [
    ...aggregateArgs(emission, manager),
    ...(groupBy ? [{ name: 'groupBy', type: groupBy, list: true, required: true }] : []),
    { name: 'having', type: having },
    { name: 'sort', type: sort, list: true },
    { name: 'first', type: GraphQLInt },
    { name: 'offset', type: GraphQLInt },
  ];
}

function havingType(emission: Emission, manager: ManagerModel): GeneratedType {
  return inputType(emission, `${typeName(emission, manager)}Having`, manager.name, (target) => {
    declareField(target, { property: 'and', type: target, nullable: true, list: { items: false } });
    declareField(target, { property: 'or', type: target, nullable: true, list: { items: false } });
    declareField(target, { property: 'not', type: target, nullable: true });
    declareMeasureFilters(emission, manager, target);
  });
}
