/**
 * The kinds of objects that the API serves, by the plural that stands in their routes and subscriptions. How each is
 * served stands in the server's table of kinds.
 */
export const plurals = [
  'notebooks',
  'tfjobs',
  'xgboostjobs',
  'pytorchjobs',
  'mpijobs',
  'jaxjobs',
  'paddlejobs',
  'mxjobs',
  'trainjobs',
  'workflows',
  'cronworkflows',
  'experiments',
  'inferenceservices',
  'inferencegraphs',
  'seldondeployments',
  'models',
  'nucliofunctions',
  'tensorboards'
] as const;
export type Plural = (typeof plurals)[number];
