# True where waiting may help: no answer, 408, 429 and 5xx. Whatever is not known is kept and tried again.
function Test-GfaRetryable {
    param($Answer)
    $status = $Answer['status']
    $status -eq 0 -or $status -eq 408 -or $status -eq 429 -or $status -ge 500 -or $status -lt 400
}
