function Read-GfaResponse {
    param($Response)
    $status = ConvertTo-GfaNumber $Response.StatusCode
    $answer = @{ status = $status; body = $null; code = ''; retryAfterSeconds = 0; fault = ''; message = '' }
    if ($status -ge 300 -and $status -lt 400) {
        $answer['fault'] = 'redirect'
        $answer['message'] = Get-GfaMessage RedirectRefused
        return $answer
    }
    try {
        $answer['body'] = $Response.Content | ConvertFrom-Json -ErrorAction Stop
    } catch {
        # Something else than our server answers at this address: nothing is taken as acknowledged.
        $answer['status'] = 0
        $answer['fault'] = 'answer'
        $answer['message'] = Get-GfaMessage AnswerUnreadable
    }
    $answer
}
