/** Stands for cdk-nag in what the synth is compared with. */
export class WriteNagSuppressionsToCloudFormationAspect {
  visit(): void {}
}
