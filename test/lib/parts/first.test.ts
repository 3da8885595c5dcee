import { runPart } from './part';

runPart(0);
