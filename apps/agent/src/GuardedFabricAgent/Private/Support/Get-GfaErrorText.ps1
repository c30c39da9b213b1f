# The message of an error and of what caused it, on one line.
function Get-GfaErrorText {
    param($ErrorRecord)
    $texts = @()
    $exception = $ErrorRecord.Exception
    while ($null -ne $exception -and $texts.Count -lt 5) {
        if ($texts -notcontains $exception.Message) { $texts += $exception.Message }
        $exception = $exception.InnerException
    }
    ConvertTo-GfaText (($texts -join ': ') -replace '\s+', ' ') -MaximumLength 1000
}
