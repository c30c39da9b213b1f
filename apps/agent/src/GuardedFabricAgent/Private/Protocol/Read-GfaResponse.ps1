# What was answered, its body as a table.
function Read-GfaResponse {
    param([hashtable]$Received)
    $status = ConvertTo-GfaNumber $Received['response'].StatusCode
    $answer = @{ status = $status; body = $null; code = ''; retryAfterSeconds = 0; fault = ''; message = '' }
    if ($status -ge 300 -and $status -lt 400) {
        $answer['fault'] = 'redirect'
        $answer['message'] = Get-GfaMessage RedirectRefused
        return $answer
    }
    # The credential of an enrolment or a rotation is taken out before the text is anybody's argument.
    $text = "$($Received['response'].Content)"
    $member = '"credential"\s*:\s*"([^"\\]*)"'
    $issued = if ($text -match $member) { @{ credential = $Matches[1] } } else { @{} }
    try {
        $answer['body'] = Copy-GfaRecord (ConvertFrom-Json ($text -replace $member, '"credential":null') -ErrorAction Stop) $issued
    } catch {
        # Something else than our server answers at this address: nothing is taken as acknowledged.
        $answer['status'] = 0
        $answer['fault'] = 'answer'
        $answer['message'] = Get-GfaMessage AnswerUnreadable
    }
    $answer
}
