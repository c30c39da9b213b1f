/** As many days as an answer has of a host where nobody asks otherwise, and at most. */
export const HOST_DAYS = 90;
