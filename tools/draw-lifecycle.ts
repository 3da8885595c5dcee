import '../test/without-validation';
import * as fs from 'node:fs';
import { picture } from '../test/lib/lifecycle/picture';
import { registries } from '../test/lib/lifecycle/registries';
import { PICTURE, year } from '../test/lib/lifecycle/year';

/** Draws docs/lifecycle.svg with the policies of an example distribution, whatever this one is configured to. */
fs.writeFileSync(PICTURE, picture(registries(), year()));
