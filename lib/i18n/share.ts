const FINEST = 0.001;

/** Shares as text, with one decimal. Only what is whole is 100 %, and only nothing 0 %. */
export function sharesOf(locale: string): (value: number) => string {
  const format = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return (value) => {
    const isWhole = value === 0 || value === 1;
    return format.format(isWhole ? value : Math.min(1 - FINEST, Math.max(FINEST, value)));
  };
}
