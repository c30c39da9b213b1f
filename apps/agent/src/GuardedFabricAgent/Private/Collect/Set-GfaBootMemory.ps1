# Keeps a value, as text, until the host is started again. Get-GfaBootMemory has been asked before.
function Set-GfaBootMemory {
    param([string]$Name, $Value)
    if ($null -ne $script:GfaBootMemory -and $script:GfaBootMemory['bootedAt']) { $script:GfaBootMemory[$Name] = ConvertTo-GfaJson $Value }
}
