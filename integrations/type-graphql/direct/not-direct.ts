/** Something that only resolvers can answer: hand-written fields, guards, what the source cannot write as text. */
export class NotDirect extends Error {}
