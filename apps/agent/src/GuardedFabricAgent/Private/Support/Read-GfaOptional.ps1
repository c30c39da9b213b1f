# The value of a source that may be missing or refused, or null. For what accompanies a fact, never for the
# fact itself: there "not there" and "not known" are told apart.
function Read-GfaOptional {
    param([scriptblock]$Read)
    try { & $Read } catch { Write-Verbose (Get-GfaErrorText $_) }
}
