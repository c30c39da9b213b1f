# What a failed request says. The problem document arrives in ErrorDetails in every PowerShell, the response
# itself in another shape in each.
function Read-GfaRequestFault {
    param($ErrorRecord)
    $answer = @{ status = 0; body = $null; code = ''; retryAfterSeconds = 0; fault = ''; message = '' }
    $problem = $null
    $details = "$($ErrorRecord.ErrorDetails.Message)".Trim()
    if ($details.StartsWith('{')) {
        try { $problem = $details | ConvertFrom-Json -ErrorAction Stop } catch { $problem = $null }
    }
    $status = ConvertTo-GfaNumber $problem.status
    # A proxy in between answers without a problem document.
    if ($null -eq $status) { $status = ConvertTo-GfaNumber $ErrorRecord.Exception.Response.StatusCode }
    if ($null -ne $status) { $answer['status'] = $status }
    $answer['code'] = "$($problem.code)"
    $seconds = ConvertTo-GfaNumber $problem.retryAfterSeconds
    if ($null -ne $seconds -and $seconds -gt 0) { $answer['retryAfterSeconds'] = $seconds }
    $title = if ($problem.detail) { "$($problem.title) $($problem.detail)" } else { "$($problem.title)" }
    $answer['message'] = ConvertTo-GfaText $title -MaximumLength 500
    if ($answer['status'] -ge 300 -and $answer['status'] -lt 400) {
        $answer['fault'] = 'redirect'
        $answer['message'] = Get-GfaMessage RedirectRefused
    } elseif ($answer['status'] -eq 0) {
        $answer['fault'] = Resolve-GfaTransportFault -ErrorRecord $ErrorRecord
        $answer['message'] = Get-GfaErrorText $ErrorRecord
    }
    $answer
}
