/** Runs before anything is drawn, so that a chosen theme does not flash in after the other one. */
import { applyTheme, rememberedTheme } from './theme.js';

applyTheme(rememberedTheme());
