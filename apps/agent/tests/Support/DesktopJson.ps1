# ConvertTo-Json and ConvertFrom-Json as Windows PowerShell 5.1 has them, in so far as they differ from PowerShell 7's and
# a module can tell: put into the module that the tests in Constrained Language Mode load.

# 5.1 writes what was added to a text (Get-Content adds where it is from) and counts the text as one member of it.
function ConvertTo-DesktopValue {
    param($Value)
    if ($null -eq $Value) { return $null }
    if ($Value -is [datetime]) { throw 'A date in JSON: 5.1 writes it as \/Date(ms)\/' }
    if ($Value -is [string]) {
        $added = @($Value.PSObject.Properties | Where-Object { $_.MemberType -eq 'NoteProperty' })
        if ($added.Count -eq 0) { return $Value }
        $record = [ordered]@{ value = "$Value" }
        foreach ($property in $added) { $record[$property.Name] = "$($property.Value)" }
        return $record
    }
    if ($Value -is [hashtable] -or $Value.GetType().Name -eq 'OrderedDictionary') {
        $record = [ordered]@{}
        foreach ($key in $Value.Keys) { $record[$key] = ConvertTo-DesktopValue $Value[$key] }
        return $record
    }
    if ($Value -is [array]) { return , @(foreach ($member in $Value) { ConvertTo-DesktopValue $member }) }
    $Value
}
function ConvertTo-Json {
    param($InputObject, [int]$Depth = 2, [switch]$Compress)
    # 5.1 answers nothing of nothing.
    if ($null -eq $InputObject) { return }
    Microsoft.PowerShell.Utility\ConvertTo-Json -InputObject (ConvertTo-DesktopValue $InputObject) -Depth $Depth -Compress:$Compress
}

# 5.1 leaves times as texts, and reads a fraction as a decimal.
function ConvertFrom-DesktopValue {
    param($Value)
    if ($Value -is [double]) { return [decimal]$Value }
    if ($Value -is [array]) { return , @(foreach ($member in $Value) { ConvertFrom-DesktopValue $member }) }
    if ($null -eq $Value -or $Value -is [string] -or $Value.GetType().Name -ne 'PSCustomObject') { return $Value }
    foreach ($property in @($Value.PSObject.Properties)) { $Value.$($property.Name) = ConvertFrom-DesktopValue $property.Value }
    $Value
}
function ConvertFrom-Json {
    [CmdletBinding()] param([Parameter(ValueFromPipeline = $true, Position = 0)] [string]$InputObject)
    begin { $lines = @() }
    process { $lines += $InputObject }
    end {
        $read = Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject ($lines -join "`n") -DateKind String -NoEnumerate
        ConvertFrom-DesktopValue $read
    }
}
