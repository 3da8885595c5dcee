/** What stands above and below a review in the log of its build, among what CodeBuild says. */
export const REVIEW_BEGINS = '===== Review of the release';
export const REVIEW_ENDS = '===== End of the review';
