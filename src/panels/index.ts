/** What a panel is described with. docs/add-a-panel.md */
export type {
  CardDescription,
  DetailTab,
  ItemAction,
  ItemProps,
  KindDescription,
  PanelDescription,
  PanelSummary,
  PictureProps
} from './kind';
export { anyKind, refOf } from './kind';
export {
  listOf,
  numberOf,
  numberOrNull,
  numbersOf,
  objectOf,
  objectsOf,
  textOf,
  textsOf
} from './untrusted';
