# True for the errors that say that a WMI namespace or class does not exist: the feature is not there. By
# number, since the words are translated.
function Test-GfaAbsent {
    param($ErrorRecord)
    if ('InvalidNamespace', 'InvalidClass' -contains "$($ErrorRecord.Exception.NativeErrorCode)") { return $true }
    "$($ErrorRecord.FullyQualifiedErrorId)" -match 'HRESULT 0x800410(0e|10)\b|GfaAbsent'
}
