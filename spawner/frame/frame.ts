import { bridge } from './bridge.js';

bridge(document.querySelector('iframe')!);
