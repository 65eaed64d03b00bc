package io.tidemark.connectors.simulate;

import io.tidemark.simulations.scenario.Setting;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of {@code --vary PATH=VALUE,VALUE}. A comma inside brackets or braces belongs to its value.
 *
 * @param path which setting
 */
record Variations(String path, List<String> values) {
    /** @throws IllegalArgumentException if it is not a path with two values or more */
    static Variations parse(String text) {
        Setting setting = Setting.parse(text);
        List<String> values = split(setting.value());
        if (values.size() < 2) {
            throw new IllegalArgumentException(
                    "'" + text + "' varies nothing; give two values or more, such as release.headroom=0.05,0.1");
        }
        return new Variations(setting.path(), values);
    }

    private static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' && depth == 0) {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        return values;
    }

    /** Each list of settings with each of these values at its end. */
    List<List<Setting>> after(List<List<Setting>> lists) {
        List<List<Setting>> all = new ArrayList<>();
        for (List<Setting> list : lists) {
            for (String value : values) {
                List<Setting> longer = new ArrayList<>(list);
                longer.add(new Setting(path, value));
                all.add(longer);
            }
        }
        return all;
    }
}
