// Apart, so that it is loaded only when it is needed, and a mistake in it is told as any other error.
export { default as distribution } from '../../../distribution.config';
