const NAME = /^(?!__)[A-Za-z_]\w*$/;

/** Whether GraphQL takes a name for one of an application. */
export const isApiName = (name: string): boolean => NAME.test(name);
