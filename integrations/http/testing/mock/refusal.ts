/** Why a mock does not answer a request: the declarations do not allow it, or nobody said how. */
export class Refusal extends Error {}
